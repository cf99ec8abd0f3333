// SPDX-License-Identifier: Apache-2.0

/// Counts the flushes of all translations, to find out whether a vCPU has flushed since a frame was
/// last used (tlbflush_clock, xen/arch/x86/flushtlb.c@4.17).
final class FlushClock {
  private(set) var now: UInt32 = 1
  /// Called to flush each vCPU whose last flush is not later than a time.
  var onNeed: (_ lastUse: UInt32) -> Void = { _ in }

  /// Counts a flush; returns its time.
  func tick() -> UInt32 {
    now &+= 1
    return now
  }
}
