// SPDX-License-Identifier: Apache-2.0

import Base

/// The numbers of images in a run that are clean, have findings, or could not be checked.
public struct ImageTally: Sendable {
  /// The number of all images.
  public private(set) var count = 0
  private var withFindings = 0
  private var failed = 0
  /// The number of suppressions that match nothing in the run.
  public var stale: Int

  public init(_ images: [AnnotatedRun.Image] = [], stale: Int = 0) {
    self.stale = stale
    for image in images { add(image) }
  }

  public mutating func add(_ image: AnnotatedRun.Image) {
    count += 1
    if image.error != nil { failed += 1 } else if !image.isClean { withFindings += 1 }
  }

  /// `3 images: 1 without findings, 1 with findings, 1 could not be checked; 1 stale suppression`
  public var text: String {
    ([
      counted(count, "image") + ": \(count - failed - withFindings) without findings, "
        + "\(withFindings) with findings, \(failed) could not be checked"
    ] + staleText).joined(separator: "; ")
  }

  private var staleText: [String] { stale > 0 ? [counted(stale, "stale suppression")] : [] }

  /// The last line of the text form. A single image's own summary says all but the stale
  /// suppressions.
  public var lines: [String] { count > 1 ? [text] : staleText }
}
