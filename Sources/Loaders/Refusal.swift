// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI

/// Why a loader turns an image away.
///
/// Convention for the words, here and in every verdict: what the loader prints, without its log
/// level's prefix ("ERROR: ", "panic: FILE:LINE: ") and without the line's end; then, in
/// parentheses, what it does not say and we do.
public struct Refusal: Error, Equatable, Sendable {
  /// What becomes of the loader.
  public enum Kind: Sendable { case refusal, crash, notBuilt }

  /// Whether it refuses, or dies of the image, or may: it reads what does not belong to it, or never
  /// ends; or it has not looked at the image, for the release builds no such guests.
  public let kind: Kind
  /// The loader's own words; empty when it refuses in silence.
  public let words: String
  /// Ours; empty when the words say it all.
  public let remark: String

  public init(_ words: String, remark: String = "", kind: Kind = .refusal) {
    self.words = words
    self.remark = remark
    self.kind = kind
  }

  /// The release builds no such guests.
  static func notBuilt(before first: XenRelease) -> Refusal {
    Refusal("", remark: "builds no such guests before Xen \(first)", kind: .notBuilt)
  }

  /// The loader follows an address without a look at the bounds.
  static func reads(outside place: String) -> Refusal {
    Refusal("", remark: "crash: reads outside \(place), whose bounds are not checked", kind: .crash)
  }

  /// The loader writes where nothing is.
  static func writes(outside place: String) -> Refusal {
    Refusal("", remark: "crash: writes outside \(place)", kind: .crash)
  }

  /// The loader goes on for ever.
  static func neverEnds(_ why: String) -> Refusal {
    Refusal("", remark: "never ends: \(why)", kind: .crash)
  }

  /// The domain's memory does not do.
  static func memory(_ words: String, needsFrames: UInt64, of frames: UInt64) -> Refusal {
    let mebibyte: UInt64 = 1 << (20 - Page.shift)
    let needed = needsFrames / mebibyte + (needsFrames % mebibyte == 0 ? 0 : 1)
    return Refusal(
      words, remark: "needs \(needed) MiB or more, the domain has \(frames / mebibyte) MiB")
  }

  /// Words and remark in one line.
  public var reason: String {
    if remark.isEmpty { return words }
    return words.isEmpty ? "(\(remark))" : "\(words) (\(remark))"
  }
}

/// The number as C's %x prints it.
func hexadecimal(_ value: UInt64, prefix: String = "0x", digits: Int = 1) -> String {
  prefix + hexDigits(value, width: digits)
}
