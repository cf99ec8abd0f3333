// SPDX-License-Identifier: Apache-2.0

/// Which frames hold code that the processor made something of, so that it forgets that when they are
/// written to.
///
/// The engine looks at a page's code at the first store through a translation and no more, and
/// never where a hypervisor writes. So a frame is either written to or executed: going from one to the
/// other drops what was made of its code, or every translation by which it was written to.
final class CodeFrames {
  /// Where a frame is seen while its code is forgotten; well inside of what is Xen's alone.
  static let window: UInt64 = 0xffff_8300_0000_0000

  private var hasCode: [Bool]
  /// The flush since which a frame may be written to without anybody being asked.
  private var written: [UInt32]
  private var flushes: UInt32 = 1
  /// The frame that is seen in the window just now.
  private(set) var forgetting: UInt64?
  /// Drops what was made of the code in the window.
  var forget: () -> Void = {}
  /// Drops every translation.
  var flush: () -> Void = {}

  init(_ frames: UInt64) {
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

  /// Somebody else than the guest wrote to it, or is about to.
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
    // The window's own translation goes too.
    flush()
  }

  func flushed() { flushes &+= 1 }
}
