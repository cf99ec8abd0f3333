// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// How a boot ended and what was said on the way.
public struct BootResult: Sendable {
  /// How it ended.
  public let outcome: Outcome
  /// Whether the expected text was seen; nil when none was asked for.
  public let expectationMet: Bool?
  /// The hypervisor's or the toolstack's own words that decided, the cause first.
  public let words: [String]
  /// The guest's console; the oldest lines are forgotten beyond 8 MiB.
  public let guestConsole: [String]
  /// Xen's lines without their `(XEN) `.
  public let hypervisorLog: [String]
  /// The register dump, when something crashed.
  public internal(set) var crash: CrashReport?
  /// From power-on to the verdict.
  public let seconds: Double

  /// The like, the crash looked up in the image that was booted.
  func located(_ request: BootRequest) -> BootResult {
    guard let crash,
      let elf = try? GuestImage.open(path: request.image, limit: request.limit).elf.get()
    else { return self }
    var result = self
    result.crash = crash.located(in: elf)
    return result
  }

  /// What was waited for came, or, when nothing was, the guest ended by its own will.
  public var succeeded: Bool { expectationMet ?? outcome.isClean }
}

/// Something to show while a boot runs.
public enum BootEvent: Sendable {
  /// The hypervisor was found, nil when there is to be none; power-on comes next.
  case starting(XenPackage?, pid: Int32)
  case line(ConsoleLine)
  /// A step of the dom0 that creates a domU is done.
  case stage(String)
  /// This port of the host's will lead to the guest, from power-on on.
  case forwarding(PortForward)
  /// The boot has ended, and what the guest wrote to the disk is in its file, or is dropped.
  case disk(Disk, isKept: Bool)
}
