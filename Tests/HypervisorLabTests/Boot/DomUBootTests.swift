// SPDX-License-Identifier: Apache-2.0

import Commands
import HypervisorABI
import Testing

@testable import HypervisorLab

/// A real `xl create` in a Debian dom0 on the real Xen: some 10 seconds each.
@Suite(.serialized) struct DomUBootTests {
  /// One that powers off is a reference guest's own test.
  @Test func `a guest that dies, with the place, and the stages on the way`() throws {
    nonisolated(unsafe) var stages: [String] = []
    let result = try TestGuest.dies.built { image in
      try Lab().bootDomU(BootRequest(image: image, timeout: 600, memory: 128)) { event in
        if case .stage(let stage) = event { stages.append(stage) }
      }
    }
    #expect(result.outcome == .crashed)
    #expect(!result.succeeded)
    #expect(result.crash?.vcpu == "d1v0")
    #expect(result.crash?.place == "dies_here+0x0")
    #expect(result.words.last?.hasSuffix("(SHUTDOWN_crash)") == true)
    #expect(stages == ["dom0 kernel up", "xenstored up", "creating domain"])
  }

  @Test func `a kernel that the toolstack refuses, in its words`() throws {
    let result = try TestGuest.unlabelled.built { try Lab.bootDomU(image: $0, memory: 128) }
    #expect(result.outcome == .refused)
    #expect(result.words.first?.contains("no loader found") == true, "\(result.words)")
  }

  @Test(arguments: [
    (GuestMode.pv, "Xen version: 4\\.17.* \\(preserve-AD\\)"),
    (.pvh, "Booting kernel on Xen PVH"),
  ])
  func `Debian's kernel, its console streamed`(mode: GuestMode, text: String) throws {
    let result = try Lab.bootDomU(
      image: try DebianImages.linuxCloud(), append: "console=hvc0 earlyprintk=xen", mode: mode,
      expect: text)
    #expect(result.outcome == .expected, "\(result.words)")
    // Lines of Xen's own may cut one of the kernel's in two; not all of them.
    let early = ["Linux version 6.1", "Command line: console=hvc0", "BIOS-provided"]
    #expect(
      early.contains { words in result.guestConsole.contains { $0.contains(words) } },
      "\(result.guestConsole)")
  }

  @Test func `one line names every missing package`() {
    let nowhere = LabPlaces(root: "/nowhere", images: "/nowhere", programs: [])
    let error = #expect(throws: LabError.self) {
      try Lab(places: nowhere).bootDomU(BootRequest(image: "/proc/self/exe"))
    }
    #expect(
      error
        == .missingPackages([
          "qemu-system-x86", "xen-hypervisor-4.17-amd64", "linux-image-amd64", "busybox-static",
          "xenstore-utils", "xen-utils-4.17", "libgcc-s1",
        ]))
  }
}
