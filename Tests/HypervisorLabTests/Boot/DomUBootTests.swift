// SPDX-License-Identifier: Apache-2.0

import Commands
import HypervisorABI
import Synchronization
import Testing

@testable import HypervisorLab

/// A real `xl create` in a Debian dom0 on the real Xen. One dom0 for all, which goes on after each
/// way in which a guest can end.
struct DomUBootTests {
  struct Shown: Sendable {
    let results: [Result<BootResult, LabError>]
    /// The stages of each guest.
    let stages: [[String]]
    /// How many machines were started.
    let machines: Int

    /// The results are in the order of the requests.
    subscript(guest: Guest) -> BootResult { get throws { try results[guest.rawValue].get() } }
  }

  enum Guest: Int {
    case dying, unlabelled, linux, linuxPvh
  }

  static let shown = Result { try boot() }

  private static func boot() throws -> Shown {
    try TestGuest.dies.built { dying in
      try TestGuest.unlabelled.built { unlabelled in
        var requests = [dying, unlabelled].map { BootRequest(image: $0, timeout: 600, memory: 128) }
        for (mode, text) in [
          (GuestMode.pv, "Xen version: 4\\.17.* \\(preserve-AD\\)"),
          (.pvh, "Booting kernel on Xen PVH"),
        ] {
          requests.append(
            BootRequest(
              image: try DebianImages.linuxCloud(), append: "console=hvc0 earlyprintk=xen",
              mode: mode, expect: text, timeout: 600, memory: 256))
        }
        let seen = Mutex((stages: requests.map { _ in [String]() }, machines: 0))
        let results = try Lab().bootDomUs(requests) { number, event in
          seen.withLock { seen in
            switch event {
            case .stage(let stage): seen.stages[number].append(stage)
            case .starting: seen.machines += 1
            default: break
            }
          }
        }
        return seen.withLock { Shown(results: results, stages: $0.stages, machines: $0.machines) }
      }
    }
  }

  @Test func `one dom0 serves them all`() throws {
    let shown = try Self.shown.get()
    #expect(shown.machines == 1)
    for stages in shown.stages.dropFirst() { #expect(stages == ["creating domain"]) }
  }

  /// One that powers off is a reference guest's own test.
  @Test func `a guest that dies, with the place, and the stages on the way`() throws {
    let shown = try Self.shown.get()
    let result = try shown[.dying]
    #expect(result.outcome == .crashed)
    #expect(!result.succeeded)
    #expect(result.crash?.vcpu == "d1v0")
    #expect(result.crash?.place == "dies_here+0x0")
    #expect(result.words.last?.hasSuffix("(SHUTDOWN_crash)") == true)
    #expect(shown.stages[0] == ["dom0 kernel up", "xenstored up", "creating domain"])
  }

  @Test func `a kernel that the toolstack refuses, in its words`() throws {
    let result = try Self.shown.get()[.unlabelled]
    #expect(result.outcome == .refused)
    #expect(result.words.first?.contains("no loader found") == true, "\(result.words)")
  }

  @Test(arguments: [Guest.linux, .linuxPvh])
  func `Debian's kernel, its console streamed`(guest: Guest) throws {
    let result = try Self.shown.get()[guest]
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
