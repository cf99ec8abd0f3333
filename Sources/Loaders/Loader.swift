// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// A program that loads guests, modelled as it is, its quirks included.
public protocol Loader: Sendable {
  /// The name in verdicts.
  static var name: String { get }
  /// The domain that it builds.
  static var role: DomainRole { get }
  /// How it can run a guest.
  static var modes: Set<GuestMode> { get }
  /// The first release that builds guests of a mode; nil where all do.
  static func firstRelease(of mode: GuestMode) -> XenRelease?
  /// What it makes of the image, to be run in one of its modes.
  static func build(from image: GuestImage, mode: GuestMode, target: Target) -> BuiltGuest
}

/// What a loader makes of an image.
public struct BuiltGuest: Sendable {
  /// Whether it takes it.
  public internal(set) var verdict: Verdict
  /// Where its parts are, as far as they were placed; nil when it did not come to that.
  public let layout: GuestLayout?
}

extension Loader {
  public static var modes: Set<GuestMode> { [.pv, .pvh, .hvm] }
  public static func firstRelease(of mode: GuestMode) -> XenRelease? { nil }
  /// What it says of the image, to be run in one of its modes.
  public static func verdict(
    on image: GuestImage, mode: GuestMode, target: Target
  ) -> Verdict {
    build(from: image, mode: mode, target: target).verdict
  }
}
