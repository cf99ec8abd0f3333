// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// The outcome of a boot, and what the guest and Xen printed.
public struct BootResult: Sendable {
  /// How the boot ended.
  public let outcome: BootOutcome
  /// Whether the expected text was printed; nil if none was given.
  public let expectationMet: Bool?
  /// The lines of the hypervisor or toolstack that decided the outcome, the cause first.
  public let words: [String]
  /// The lines of the guest's console; the oldest are dropped beyond 8 MiB.
  public let guestConsole: [String]
  /// The lines of Xen without their prefix `(XEN) `.
  public let hypervisorLog: [String]
  /// The register dump of a crash.
  public internal(set) var crash: CrashReport?
  /// Seconds to the verdict, from power-on or, if the guest came after another one in the same dom0,
  /// from the end of that.
  public let seconds: Double

  /// The same result with the crash looked up in the image that was booted.
  func located(_ request: BootRequest) -> BootResult {
    guard let crash,
      let elf = try? GuestImage.open(path: request.image, limit: request.limit).elf.get()
    else { return self }
    var result = self
    result.crash = crash.located(in: elf)
    return result
  }

  /// Whether the expected text was printed or, if none was given, the guest ended by itself.
  public var succeeded: Bool { expectationMet ?? outcome.isClean }
}

/// Progress of a boot.
public enum BootEvent: Sendable {
  /// The machine is about to start; the hypervisor is nil for a boot without one.
  case starting(XenPackage?, pid: Int32)
  case line(ConsoleLine)
  /// The dom0 that creates a domU has completed a step.
  case stage(String)
  /// The port of the host is forwarded to the guest from power-on.
  case forwarding(PortForward)
  /// The boot has ended, and what the guest wrote to the disk is kept in its file or dropped.
  case disk(Disk, isKept: Bool)
}
