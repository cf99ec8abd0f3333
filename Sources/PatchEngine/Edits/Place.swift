// SPDX-License-Identifier: Apache-2.0

/// Where one edit happens, in bytes of the vanilla file.
struct Place: Sendable, Equatable {
  /// The anchor's own text.
  let anchor: Range<Int>
  /// The whole lines from the anchor's to the region's end.
  let lines: Range<Int>
  /// Whether the edit said how far its region goes.
  let isRegion: Bool
}
