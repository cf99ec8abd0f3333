// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// A program that loads guests. A model reproduces its behaviour, including its quirks.
public protocol Loader: Sendable {
  /// The loader's name in verdicts.
  static var name: String { get }
  /// The role of the domain that it builds.
  static var role: DomainRole { get }
  /// The modes in which it can build a guest.
  static var modes: Set<GuestMode> { get }
  /// The first release that builds guests of a mode; nil if all releases do.
  static func firstRelease(of mode: GuestMode) -> XenRelease?
  /// Builds a guest from an image.
  ///
  /// - Parameters:
  ///   - image: the kernel image.
  ///   - mode: one of `modes`.
  ///   - target: the hypervisor and the domain's memory.
  /// - Returns: the verdict, and the layout of the guest.
  static func build(from image: GuestImage, mode: GuestMode, target: Target) -> BuiltGuest
}

/// The result of a loader for an image.
public struct BuiltGuest: Sendable {
  /// Whether the loader accepts the image.
  public internal(set) var verdict: Verdict
  /// The layout, as far as parts were placed; nil if none was.
  public let layout: GuestLayout?
}

extension Loader {
  public static var modes: Set<GuestMode> { [.pv, .pvh, .hvm] }
  public static func firstRelease(of mode: GuestMode) -> XenRelease? { nil }
  /// The verdict for an image in one of the modes.
  public static func verdict(
    on image: GuestImage, mode: GuestMode, target: Target
  ) -> Verdict {
    build(from: image, mode: mode, target: target).verdict
  }
}
