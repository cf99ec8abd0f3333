// SPDX-License-Identifier: Apache-2.0

/// Tracks the frames whose code the processor has translated, to drop the translated code when a
/// frame is written to.
///
/// Unicorn only checks for code at the first store through a translation, and never when the
/// hypervisor writes. So a frame is either writable or executable: a change from one to the other
/// drops the translated code, or all translations through which the frame could be written.
final class CodeFrames {
  /// The linear address at which a frame is mapped while its code is dropped; inside Xen's own
  /// range.
  let window: UInt64

  private var hasCode: [Bool]
  /// For each frame, the flush since which it has been writable.
  private var written: [UInt32]
  private var flushes: UInt32 = 1
  /// The frame that is currently mapped in the window.
  private(set) var forgetting: UInt64?
  /// Drops the translated code in the window.
  var forget: () -> Void = {}
  /// Drops all translations.
  var flush: () -> Void = {}

  init(_ frames: UInt64, window: UInt64) {
    self.window = window
    hasCode = Array(repeating: false, count: Int(frames))
    written = Array(repeating: 0, count: Int(frames))
  }

  @inline(__always)
  func willExecute(_ frame: UInt64) {
    hasCode[Int(frame)] = true
    guard written[Int(frame)] == flushes else { return }
    flush()
  }

  @inline(__always)
  func willWrite(_ frame: UInt64) {
    if hasCode[Int(frame)] { wasChanged(frame) }
    written[Int(frame)] = flushes
  }

  /// Drops the code of a frame that Xen or a back end writes to.
  @inline(__always)
  func wasChanged(_ frame: UInt64) {
    guard hasCode[Int(frame)] else { return }
    drop(frame)
  }

  private func drop(_ frame: UInt64) {
    hasCode[Int(frame)] = false
    forgetting = frame
    forget()
    forgetting = nil
    // The translation of the window must go too.
    flush()
  }

  func flushed() { flushes &+= 1 }
}
