// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI
import Loaders

/// One thing that can be wrong with an image. A file and a test file of the same name each.
///
/// The type's doc comment is the explanation that `pvkit explain` prints and Docs/rules holds.
public protocol Rule: Sendable {
  /// Stable, kebab-case: `note-owner`.
  static var id: String { get }
  /// The worst that it reports.
  static var severity: Finding.Severity { get }
  /// One line for a listing.
  static var summary: String { get }
  static func check(_ subject: Subject) -> [Finding]
}

/// What a rule looks at.
public struct Subject: Sendable {
  public let image: GuestImage
  public let target: Target
  /// The loaders' verdicts for the modes and roles that were asked for.
  public let verdicts: [Verdict]

  public init(image: GuestImage, target: Target, verdicts: [Verdict]) {
    self.image = image
    self.target = target
    self.verdicts = verdicts
  }
}
