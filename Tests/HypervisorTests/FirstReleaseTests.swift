// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

import GuestImage
import Hypervisor
import HypervisorABI
import Testing

/// Xen 3.0.0, whose hypercalls are those of its source (xen/common and xen/arch/x86 at the tag
/// RELEASE-3.0.0).
@Suite struct FirstReleaseTests {
  private static let release = XenRelease(3, 0)

  private func lines(_ image: GuestImage) throws -> [String] {
    let run = try BuiltGuest.run(image) { $0.release = Self.release }
    #expect(run.outcome == .shutdown(reason: "poweroff"), "\(run.console)")
    return run.console.split(separator: "\n").map(String.init)
  }

  /// Refusals by number: 38 is ENOSYS, 3 is ESRCH, 14 is EFAULT.
  private let answers = [
    "call 28: -38, call 29: -38", "sched_op 3: -38", "event_channel_op 9: -38",
    "xen_version 6: -38", "memory_op 6: -38", "vcpu_op 4: -38",
    "the address is taken for the domain: 1, -3",
  ]

  @Test func laterCallsAreRefused() throws {
    let frames = ["no user mode: -14", "no frame: -14"]
    let expected = answers + frames + ["prefix: 1 invalid opcode"]
    #expect(try lines(BuiltGuest.first.get()) == expected)
    #expect(try lines(BuiltGuest.narrowFirst.get()) == answers + ["prefix: 1 invalid opcode"])
  }

  /// Without a page of stubs, the first hypercall is an invalid opcode, and nobody has a handler.
  @Test(arguments: ["--arch x86_64 --mode pv", BuiltGuest.i386, BuiltGuest.i386 + " --no-pae"])
  func aGuestThatNeedsThePageDies(kind: String) throws {
    let image = try BuiltGuest.built(for: XenRelease(3, 0, 2), kind)
    let later = try BuiltGuest.run(image) { $0.release = XenRelease(3, 0, 2) }
    #expect(later.outcome.isGood)
    let run = try BuiltGuest.run(image) { $0.release = Self.release }
    guard case .crashed = run.outcome else {
      Issue.record("\(run.outcome)")
      return
    }
    #expect(run.console.isEmpty)
  }

  /// Its loaders read the string only.
  @Test func aGuestOfNotesIsRefused() throws {
    let error = #expect(throws: RunError.self) {
      try BuiltGuest.run(BuiltGuest.reference.get()) { $0.release = Self.release }
    }
    #expect(error?.description.contains("Xen 3.0.0 does not take it") == true, "\(error!)")
  }
}
