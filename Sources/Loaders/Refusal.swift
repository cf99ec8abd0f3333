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
  /// The memory with which the loader would go on; nil if more memory is not what it lacks.
  public private(set) var neededMemory: NeededMemory?

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

  /// The same refusal, of a domain that has too little memory.
  ///
  /// - Parameter bytes: the memory without which the loader cannot go on; nil if more memory is not
  ///   what it lacks.
  func needing(bytes: UInt64?) -> Refusal {
    var refusal = self
    refusal.neededMemory = bytes.map { bytes in
      NeededMemory(mebibytes: bytes >> 20 + (bytes & 0xf_ffff == 0 ? 0 : 1), isEnough: false)
    }
    return refusal
  }

  /// The same refusal, of a domain that has too few frames.
  func needing(frames: UInt64) -> Refusal {
    let (bytes, isTooLarge) = frames.multipliedReportingOverflow(by: Page.size)
    return needing(bytes: isTooLarge ? nil : bytes)
  }

  /// The same refusal with the memory that is enough for every step of the loader: each step asks for
  /// what it needs itself, and the next for more.
  ///
  /// - Parameter again: the same build for another target.
  func namingMemory(of target: Target, again: (Target) -> Refusal?) -> Refusal {
    guard var needed = neededMemory, needed.mebibytes > target.memory else {
      return needing(bytes: nil)
    }
    for _ in 0..<NeededMemory.mostSteps where needed.mebibytes <= NeededMemory.most {
      let larger = Target(xen: target.xen, pv32: target.pv32, memory: needed.mebibytes)
      guard let next = again(larger) else {
        needed.isEnough = true
        break
      }
      guard let more = next.neededMemory, more.mebibytes > needed.mebibytes else { break }
      needed = more
    }
    let text = "needs \(needed.text), the domain has \(target.memory) MiB"
    var named = Refusal(words, remark: remark.isEmpty ? text : "\(remark); \(text)", kind: kind)
    named.neededMemory = needed
    return named
  }

  /// Message and explanation in one line.
  public var reason: String {
    if remark.isEmpty { return words }
    return words.isEmpty ? "(\(remark))" : "\(words) (\(remark))"
  }
}

/// The memory that a domain needs for a loader to accept its kernel.
public struct NeededMemory: Equatable, Sendable {
  public fileprivate(set) var mebibytes: UInt64
  /// Whether the loader accepts the image with that memory. Otherwise it refuses it for another reason,
  /// and may need more once that is repaired.
  public fileprivate(set) var isEnough: Bool

  /// The steps of a loader that ask for more than the one before; far more than any has.
  fileprivate static let mostSteps = 16
  /// The largest domain, in MiB, that is tried.
  fileprivate static let most: UInt64 = 16 << 10

  /// `75 MiB`, `at least 75 MiB`
  public var text: String { (isEnough ? "" : "at least ") + "\(mebibytes) MiB" }
}

/// Formats a number as C's %x does.
func hexadecimal(_ value: UInt64, prefix: String = "0x", digits: Int = 1) -> String {
  prefix + hexDigits(value, width: digits)
}
