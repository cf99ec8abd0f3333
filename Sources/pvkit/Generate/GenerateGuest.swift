// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Generators
import HypervisorABI

struct GenerateGuest: ParsableCommand {
  enum Entry: String, ExpressibleByArgument, CaseIterable { case page, direct }

  static let configuration = CommandConfiguration(
    commandName: "guest",
    abstract: "Generate a self-contained tree: make in it gives guest.elf.",
    discussion: """
      The guest exercises its hypercalls, prints TAP lines and shuts itself down. PV and PVH \
      guests run as the initial domain and as any other, an HVM guest in place of a domU's \
      firmware. `pvkit boot` sees of itself which kind it is.

      DIR is written all at once: it is as before, or as asked. A second run replaces the whole \
      tree; what make left in it (*.o, guest.elf) is deleted.

      Ways in (--entry): page, the stubs that Xen writes; direct, the instruction itself: syscall, \
      int 0x82, or vmcall or vmmcall as the processor's vendor asks.

      Examples:
        pvkit generate guest DIR && make -C DIR && pvkit boot DIR/guest.elf
        pvkit generate guest --mode pvh DIR            64-bit, entered in 32-bit mode
        pvkit generate guest --arch i386 --mode pvh --entry direct DIR
        pvkit generate guest --arch i386 --mode hvm DIR
        pvkit generate guest --arch i386 DIR           32-bit PV; Debian's Xen runs none
        pvkit generate guest --xen 3.0.2 DIR           as kernels of 2006 were
        pvkit generate guest --xen 3.2 --arch i386 --no-pae DIR
      """)

  @Option(help: "The processor: x86_64 or i386.") var arch = "x86_64"
  @Option(help: "How it runs: pv, pvh or hvm.") var mode = "pv"
  @Option(help: "Its way into Xen: page or direct.") var entry = Entry.page
  @Flag(help: "A 32-bit PV guest with page tables of two levels, for Xen before 3.3.")
  var noPae = false
  @OptionGroup var release: ReleaseOption
  @Flag(help: "Overwrite files that were edited; other files in DIR are kept.")
  var force = false
  @Argument(help: "The directory; made when it is not there.") var dir: String

  func validate() throws {
    guard let kind else {
      let known = Generate.GuestKind.all.map(\.options).joined(separator: ", ")
      let asked = "--arch \(arch) --mode \(mode)" + (noPae ? " --no-pae" : "")
      throw ValidationError("No guest for \(asked); there is: \(known)")
    }
    if let reason = kind.reasonAgainst(release.xen) {
      let (first, last) = (kind.releases[0], kind.releases[kind.releases.count - 1])
      throw ValidationError(
        "No such guest for Xen \(release.xen): \(reason); choose --xen \(first) … \(last)")
    }
  }

  private var kind: Generate.GuestKind? { .named(architecture: arch, mode: mode, pae: !noPae) }

  func run() throws {
    guard let kind else { return }
    try TreeWriter(directory: dir, force: force)
      .write(Generate.guest(kind, for: release.xen, direct: entry == .direct))
  }
}
