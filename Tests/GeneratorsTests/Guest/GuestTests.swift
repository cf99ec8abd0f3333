// SPDX-License-Identifier: Apache-2.0

import Commands
import Generators
import GuestImage
import HypervisorABI
import HypervisorLab
import Loaders
import Testing

/// A guest to be generated: its kind, and its way in.
struct GuestVariant: CustomTestStringConvertible {
  let kind: Generate.GuestKind
  let direct: Bool

  var testDescription: String { kind.options + (direct ? " --entry direct" : "") }

  static let all = Generate.GuestKind.all.flatMap { kind in
    [false, true].map { GuestVariant(kind: kind, direct: $0) }
  }

  /// The path of the guest, built without a warning.
  func built(
    _ compiler: Compiler = .gcc, _ level: String = "-O1", for release: XenRelease? = nil
  ) throws -> String {
    let release = release ?? min(.standard, kind.releases.last ?? .standard)
    return try GeneratedGuest(
      kind.options, for: "\(release)", direct: direct, compiler: "\(compiler)", level: level
    ).image()
  }
}

@Suite(.serialized) struct GuestTests {
  @Test(arguments: Compiler.allCases, ["-O0", "-O1", "-O2", "-O3"])
  func buildsWithoutAWarningAndBootsAsDom0(compiler: Compiler, level: String) throws {
    try expectAllOK(Lab.bootDom0(image: GuestVariant.all[0].built(compiler, level)))
  }

  /// Debian's Xen runs no 32-bit PV guest, and none is HVM as the initial domain.
  @Test(
    arguments: GuestVariant.all.filter { $0.kind.mode == .pvh || $0.direct && $0.kind == .all[0] })
  func everyWayInLeadsFromDom0(variant: GuestVariant) throws {
    let path = try variant.built(variant.direct ? .clang : .gcc)
    let mode: GuestMode = variant.kind.mode == .pv ? .pv : .pvh
    try expectAllOK(Lab.bootDom0(image: path, mode: mode))
    let image = try GuestImage.open(path: path).elf.get()
    let hasPage = image.notes.contains { $0.isXen && $0.type == XenNote.hypercallPage.number }
    #expect(!hasPage, "no note asks for a page: there is none, or an MSR does")
  }

  @Test(arguments: Generate.GuestKind.all, Compiler.allCases)
  func everyKindBuildsWithoutAWarning(kind: Generate.GuestKind, compiler: Compiler) throws {
    _ = try GuestVariant(kind: kind, direct: false).built(compiler, "-O0")
    _ = try GuestVariant(kind: kind, direct: true).built(compiler, "-O3")
  }

  /// A PV guest of 2006 is one of today: the interface is kept, the string and the tick included.
  @Test(arguments: [("3.0.2", false), ("3.0.2", true), ("3.1", false), ("4.2", false)])
  func aGuestForAnOlderXenBoots(release: String, direct: Bool) throws {
    let variant = GuestVariant(kind: .all[0], direct: direct)
    try expectAllOK(Lab.bootDom0(image: variant.built(for: XenRelease(release))))
  }

  /// The string leads today's toolstack, and the PV shim, to the entry and to the page.
  @Test func aGuestThatKnowsNoNotesIsCreatedByXl() throws {
    let guests = try [(Generate.GuestKind.all[0], GuestMode.pv), (.all[1], .shim)].map {
      BootRequest(
        image: try GuestVariant(kind: $0, direct: false).built(for: XenRelease("3.0.2")), mode: $1,
        timeout: 600, memory: 256)
    }
    for (guest, result) in zip(guests, try Lab().bootDomUs(guests)) {
      try expectAllOK(result.get())
      let image = try GuestImage.open(path: guest.image)
      #expect(try image.elf.get().notes.isEmpty)
    }
  }

  @Test(arguments: [
    (0, GuestMode.pv, "xen-3.0-x86_64"), (1, .pv, "xen-3.0-x86_32p"), (3, .pvh, "hvm-3.0-x86_32"),
    (4, .pvh, "hvm-3.0-x86_32"), (5, .hvm, "hvm-3.0-x86_32"),
  ])
  func everyLoaderTakesIt(kind: Int, mode: GuestMode, type: String) throws {
    let variant = GuestVariant(kind: .all[kind], direct: false)
    let image = try GuestImage.open(path: variant.built())
    let roles: [DomainRole] = mode == .hvm ? [.domU] : DomainRole.allCases
    let target = Target(pv32: true)
    let verdicts = Loaders.verdicts(on: image, modes: [mode], roles: roles, target: target)
    #expect(verdicts.count == roles.count)
    for verdict in verdicts {
      #expect(verdict.accepts, "\(verdict.loader): \(verdict.reason ?? "")")
      #expect(verdict.guestType?.rawValue == type)
    }
  }

  @Test func isOnlyForKnownMachines() {
    typealias Kind = Generate.GuestKind
    #expect(Kind.named(architecture: "x86_64", mode: "pv") != nil)
    #expect(Kind.named(architecture: "i386", mode: "pv", pae: false) != nil)
    #expect(Kind.named(architecture: "x86_64", mode: "pv", pae: false) == nil)
    #expect(Kind.named(architecture: "sparc", mode: "pv") == nil)
  }

  /// By Xen's name of it, or by the number where a release has no name.
  @Test(arguments: [
    (1, "3.0.0", "0xf5800000"), (0, "3.0.0", "0xffff800000000000"), (1, "3.0.2", "0xf5800000"),
    (2, "3.0.2", "0xfc000000"),
    (1, "4.17", "__HYPERVISOR_VIRT_START_PAE"), (0, "3.0.2", "__HYPERVISOR_VIRT_START"),
  ])
  func knowsWhereXenBegins(kind: Int, release: String, place: String) throws {
    let files = Generate.guest(.all[kind], for: try #require(XenRelease(release)))
    let header = try #require(files.first { $0.path == "kind.h" })
    #expect(header.text.contains("#define GUEST_VIRT_START \(place)\n"))
  }

  @Test func everyFileBearsTheLicenceOfKernels() {
    for file in Generate.GuestKind.all.flatMap({ Generate.guest($0) }) {
      let head = file.text.split(separator: "\n").first ?? ""
      #expect(head.contains("SPDX-License-Identifier: GPL-2.0-only"), "\(file.path)")
    }
  }
}

/// The guest powered off, having printed a plan, that many `ok` lines in order, no `not ok`, and
/// the closing line.
private func expectAllOK(_ result: BootResult) {
  #expect(result.outcome == .poweredOff, "\(result.words)")
  let console = result.guestConsole
  let plan = console.first { $0.hasPrefix("1..") }.flatMap { Int($0.dropFirst(3)) } ?? 0
  #expect(plan > 20)
  let passed = console.filter { $0.hasPrefix("ok ") }
  let expected = (0..<plan).map { "ok \($0 + 1) - " }
  #expect(passed.count == plan && zip(passed, expected).allSatisfy { $0.hasPrefix($1) })
  let failed = console.filter { $0.hasPrefix("not ok") }
  #expect(failed.isEmpty, "\(failed)")
  #expect(console.last == "# guest: all tests passed")
  #expect(console.contains("ok 1 - xen_version 4.17"))
}
