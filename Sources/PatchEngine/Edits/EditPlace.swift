// SPDX-License-Identifier: Apache-2.0

/// The place of one edit, in byte offsets of the vanilla file.
struct EditPlace: Sendable, Equatable {
  /// The text of the anchor.
  let anchor: Range<Int>
  /// The whole lines from the anchor's first line to the end of the region.
  let lines: Range<Int>
  /// Whether the edit has a region (`through` or `up to`).
  let isRegion: Bool
}
