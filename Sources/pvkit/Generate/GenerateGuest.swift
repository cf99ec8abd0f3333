// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Generators
import HypervisorABI

struct GenerateGuest: ParsableCommand {
  enum Entry: String, ExpressibleByArgument, CaseIterable { case page, direct }

  static let configuration = CommandConfiguration(
    commandName: "guest",
    abstract: "Generate the sources of a small guest, which `make` builds into guest.elf.",
    discussion: """
      The guest exercises its hypercalls, prints the results as TAP lines and shuts itself down. PV \
      and PVH guests run as dom0 and as domU, an HVM guest replaces the firmware of a domU. \
      `pvkit boot` recognizes the kind.

      If writing fails, DIR is unchanged. A second run replaces the files that pvkit wrote and \
      deletes build products (*.o, guest.elf); other files are never touched.

      --entry selects how the guest enters Xen: page, through the stubs of the hypercall page; \
      direct, by the instruction itself (syscall, int 0x82, or vmcall or vmmcall according to the \
      processor's vendor).

      Examples:
        pvkit generate guest DIR && make -C DIR && pvkit boot DIR/guest.elf
        pvkit generate guest --mode pvh DIR            64-bit, from the 32-bit PVH entry
        pvkit generate guest --arch i386 --mode pvh --entry direct DIR
        pvkit generate guest --arch i386 --mode hvm DIR
        pvkit generate guest --arch i386 DIR           32-bit PV, for the PV shim
        pvkit generate guest --xen 3.0.0 DIR           for the release of December 2005
        pvkit generate guest --xen 3.2 --arch i386 --no-pae DIR
        pvkit generate guest --xen 2.0 --arch i386 --no-pae DIR
      """)

  @Option(help: "The architecture: x86_64 or i386.") var arch = "x86_64"
  @Option(help: "The kind of guest: pv, pvh or hvm.") var mode = "pv"
  @Option(help: "How it enters Xen. (default: page, if the release has it)") var entry: Entry?
  @Flag(help: "Use two-level page tables, for 32-bit PV guests of Xen before 3.3.")
  var noPae = false
  @OptionGroup var release: AnyReleaseOption
  @OptionGroup var force: ForceOption
  @Argument(help: "The directory; created if necessary.") var dir: String

  func validate() throws {
    guard let kind else {
      let known = Generate.GuestKind.all.map(\.options).joined(separator: ", ")
      let asked = "--arch \(arch) --mode \(mode)" + (noPae ? " --no-pae" : "")
      throw ValidationError("No guest for \(asked); choose one of: \(known)")
    }
    if let reason = kind.reasonAgainst(release.xen) {
      let (first, last) = (kind.releases[0], kind.releases[kind.releases.count - 1])
      let choice = release.xen.isEarly ? "" : "; choose --xen \(first) … \(last)"
      throw ValidationError("No such guest for Xen \(release.xen): \(reason)\(choice)")
    }
    if entry == .page, !release.xen.hasHypercallPage {
      throw ValidationError("Xen \(release.xen) has no hypercall page: --entry direct")
    }
  }

  private var kind: Generate.GuestKind? { .named(architecture: arch, mode: mode, pae: !noPae) }

  func run() throws {
    guard let kind else { return }
    try GeneratedTree(directory: dir, force: force.force, maker: "pvkit generate guest")
      .write(Generate.guest(kind, for: release.xen, direct: entry == .direct))
  }
}
