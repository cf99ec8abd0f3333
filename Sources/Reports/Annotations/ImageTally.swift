// SPDX-License-Identifier: Apache-2.0

import Base

/// The numbers of images in a run that are clean, have findings, or could not be checked.
public struct ImageTally: Sendable {
  /// The number of all images.
  public private(set) var count = 0
  private var withFindings = 0
  private var failed = 0

  public init(_ images: [AnnotatedRun.Image] = []) { for image in images { add(image) } }

  public mutating func add(_ image: AnnotatedRun.Image) {
    count += 1
    if image.error != nil { failed += 1 } else if !image.isClean { withFindings += 1 }
  }

  /// `3 images: 1 without findings, 1 with findings, 1 could not be checked`
  public var text: String {
    counted(count, "image") + ": \(count - failed - withFindings) without findings, "
      + "\(withFindings) with findings, \(failed) could not be checked"
  }

  /// The last line of the text form; empty for a single image, whose own summary says it.
  public var lines: [String] { count > 1 ? [text] : [] }
}
