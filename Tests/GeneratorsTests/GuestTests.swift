// SPDX-License-Identifier: Apache-2.0

import Commands
import Generators
import GuestImage
import HypervisorABI
import HypervisorLab
import Loaders
import Testing

@Suite(.serialized) struct GuestTests {
  /// Generates and builds the guest, and hands its path to `body`.
  private func withGuest(
    _ compiler: Compiler, _ level: String, for release: XenRelease = .standard,
    direct: Bool = false, _ body: (String) throws -> Void
  ) throws {
    try Places.withScratchFolder { folder in
      let tree = folder + "/guest"
      try TreeWriter(directory: tree).write(
        Generate.guest(Generate.GuestKind.all[0], for: release, direct: direct))
      let result = try Command.run(
        ["make", "-C", tree, "CC=\(compiler)", "CFLAGS=\(level) -Werror"])
      #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
      try body(tree + "/guest.elf")
    }
  }

  @Test(arguments: Compiler.allCases, ["-O0", "-O1", "-O2", "-O3"])
  func buildsWithoutAWarningAndBootsAsDom0(compiler: Compiler, level: String) throws {
    try withGuest(compiler, level) { path in
      let result = try Lab.bootDom0(image: path)
      #expect(result.outcome == .poweredOff)
      expectAllOK(result.guestConsole)
    }
  }

  /// Without a page, by `syscall` in its own code.
  @Test(arguments: Compiler.allCases) func enteringDirectlyBootsAsDom0(compiler: Compiler) throws {
    try withGuest(compiler, "-O2", direct: true) { path in
      let result = try Lab.bootDom0(image: path)
      #expect(result.outcome == .poweredOff)
      expectAllOK(result.guestConsole)
      let image = try GuestImage.open(path: path).elf.get()
      #expect(!image.notes.contains { $0.isXen && $0.type == XenNote.hypercallPage.number })
    }
  }

  /// A plan, that many `ok` lines in order, no `not ok`, and the closing line.
  private func expectAllOK(_ console: [String]) {
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

  @Test(arguments: XenRelease.modelled.filter { $0 >= Generate.GuestKind.oldestRelease })
  func buildsForEveryReleaseOnOffer(release: XenRelease) throws {
    try withGuest(.gcc, "-O0", for: release) { _ in }
  }

  @Test func isTakenByEveryPVLoader() throws {
    try withGuest(.gcc, "-O2") { path in
      let image = try GuestImage.open(path: path)
      let verdicts = Loaders.verdicts(
        on: image, modes: [.pv], roles: DomainRole.allCases, target: Target())
      #expect(verdicts.count == 2)
      for verdict in verdicts {
        #expect(verdict.accepts, "\(verdict.loader): \(verdict.reason ?? "")")
        #expect(verdict.guestType == "xen-3.0-x86_64")
      }
    }
  }

  @Test func isOnlyForKnownMachines() {
    #expect(Generate.GuestKind.named(architecture: "x86_64", mode: "pv") != nil)
    #expect(Generate.GuestKind.named(architecture: "sparc", mode: "pv") == nil)
  }

  /// Numbers of the ABI come from the header: the templates name them.
  @Test func everyFileBearsTheLicenceOfKernels() {
    for file in Generate.guest(Generate.GuestKind.all[0]) {
      let head = file.text.split(separator: "\n").first ?? ""
      #expect(head.contains("SPDX-License-Identifier: GPL-2.0-only"), "\(file.path)")
    }
  }
}
