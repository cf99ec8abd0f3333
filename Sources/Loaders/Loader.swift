// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// A program that loads guests, modelled as it is, its quirks included.
public protocol Loader: Sendable {
  /// The name in verdicts.
  static var name: String { get }
  /// The domain that it builds.
  static var role: DomainRole { get }
  /// What it says of the image.
  static func verdict(on image: GuestImage, mode: GuestMode, target: Target) -> Verdict
}
