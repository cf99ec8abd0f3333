// SPDX-License-Identifier: Apache-2.0

import Base

/// The numbers of images in a run that have no findings, only notes or findings, or could not be
/// checked.
public struct ImageTally: Sendable {
  /// The number of all images.
  public private(set) var count = 0
  private var withFindings = 0
  private var withNotes = 0
  /// The images that could not be checked, and why.
  private var unchecked: [(name: String, error: String)] = []
  private var failed: Int { unchecked.count }
  /// Whether findings were compared with a baseline: then only new ones count.
  private var isCompared = false
  /// The number of suppressions that match nothing in the run.
  public var stale: Int
  /// Whether the images were only read, for their notes.
  private let isOfNotes: Bool

  /// - Parameter form: the form of the reports on the images.
  public init(_ images: [AnnotatedRun.Image] = [], of form: JsonForm? = nil, stale: Int = 0) {
    self.stale = stale
    isOfNotes = form == .notes
    for image in images { add(image) }
  }

  public mutating func add(_ image: AnnotatedRun.Image) {
    count += 1
    isCompared = isCompared || image.isCompared
    if let error = image.error {
      unchecked.append((image.name, error))
    } else if !image.isClean {
      withFindings += 1
    } else if image.hasNotes {
      withNotes += 1
    }
  }

  /// `4 images: 1 without findings, 1 with only notes, 1 with findings, 1 could not be checked; 1
  /// stale suppression`. With a baseline, `2 images: 1 without new findings, …`: notes are not new.
  /// Of `pvkit notes`, `3 images: 1 with Xen notes, 1 without, 1 could not be read`.
  public var text: String {
    guard !isOfNotes else {
      let with = count - failed - withFindings
      return counted(count, "image")
        + ": \(with) with Xen notes, \(withFindings) without, \(failed) \(failure)"
    }
    let findings = isCompared ? "new findings" : "findings"
    let notes = isCompared ? 0 : withNotes
    let parts =
      ["\(count - failed - withFindings - notes) without \(findings)"]
      + (notes > 0 ? ["\(notes) with only notes"] : [])
      + ["\(withFindings) with \(findings)", "\(failed) \(failure)"]
    let images = counted(count, "image") + ": " + parts.joined(separator: ", ")
    return ([images] + staleText).joined(separator: "; ")
  }

  private var failure: String { isOfNotes ? "could not be read" : "could not be checked" }

  private var staleText: [String] { stale > 0 ? [counted(stale, "stale suppression")] : [] }

  /// The last lines of the text form: the images that could not be checked, each with the reason, and
  /// the numbers. A single image's own summary says all but the stale suppressions.
  ///
  /// - Parameter listsUnchecked: false if the reader has the messages on standard error in the same
  ///   place, such as a terminal: they name each of these images already.
  public func lines(listsUnchecked: Bool) -> [String] {
    guard count > 1 else { return staleText }
    return (listsUnchecked ? uncheckedLines : []) + [text]
  }

  /// The most images to name.
  private static let mostNamed = 100

  private var uncheckedLines: [String] {
    let rest = failed - Self.mostNamed
    return unchecked.prefix(Self.mostNamed).map {
      "\($0.name): \(failure): \($0.error)".printable
    }
      + (rest > 0 ? ["and \(rest) more \(failure) (--format json has all)"] : [])
  }
}
