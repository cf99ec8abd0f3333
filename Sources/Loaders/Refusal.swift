// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI

/// The reason why a loader does not load an image.
///
/// Format of the text, here and in all verdicts: the message that the loader prints, without the
/// prefix for its log level ("ERROR: ", "panic: FILE:LINE: ") and without the line end; then, in
/// parentheses, an explanation by pvkit if the message is not sufficient.
public struct Refusal: Error, Equatable, Sendable {
  /// The kind of a refusal: the loader refuses the image, misbehaves, or does not build such guests.
  public enum Kind: Sendable { case refusal, crash, notBuilt }

  /// `crash` if the loader crashes, or may crash because it accesses memory that does not belong to
  /// it, or never ends; `notBuilt` if the release does not build such guests, whatever the image.
  public let kind: Kind
  /// The loader's message; empty if it refuses silently.
  public let words: String
  /// pvkit's explanation; empty if the message is sufficient.
  public let remark: String

  /// A refusal with the message that the loader prints, and an explanation.
  public init(_ words: String, remark: String = "", kind: Kind = .refusal) {
    self.words = words
    self.remark = remark
    self.kind = kind
  }

  /// The release does not build such guests.
  static func notBuilt(before first: XenRelease) -> Refusal {
    Refusal("", remark: "builds no such guests before Xen \(first)", kind: .notBuilt)
  }

  /// The loader reads at an address without checking its bounds.
  static func reads(outside place: String) -> Refusal {
    Refusal("", remark: "crash: reads outside \(place), whose bounds are not checked", kind: .crash)
  }

  /// The loader writes outside valid memory.
  static func writes(outside place: String) -> Refusal {
    Refusal("", remark: "crash: writes outside \(place)", kind: .crash)
  }

  /// The loader loops forever.
  static func neverEnds(_ why: String) -> Refusal {
    Refusal("", remark: "never ends: \(why)", kind: .crash)
  }

  /// The domain does not have enough memory.
  static func memory(_ words: String, needsFrames: UInt64, of frames: UInt64) -> Refusal {
    let mebibyte: UInt64 = 1 << (20 - Page.shift)
    let needed = needsFrames / mebibyte + (needsFrames % mebibyte == 0 ? 0 : 1)
    return Refusal(
      words, remark: "needs \(needed) MiB or more, the domain has \(frames / mebibyte) MiB")
  }

  /// Message and explanation in one line.
  public var reason: String {
    if remark.isEmpty { return words }
    return words.isEmpty ? "(\(remark))" : "\(words) (\(remark))"
  }
}

/// Formats a number as C's %x does.
func hexadecimal(_ value: UInt64, prefix: String = "0x", digits: Int = 1) -> String {
  prefix + hexDigits(value, width: digits)
}
