// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// A report on an image by the rules of one release, of which several can be laid side by side.
public protocol ReleaseReport: AnnotatedReport {
  /// The loaders' words; none of a command that asks no loader.
  var verdicts: [VerdictReport] { get }
  /// What else is said against it.
  var defects: [Annotation] { get }
}

extension ReleaseReport {
  public var verdicts: [VerdictReport] { [] }
  public var defects: [Annotation] { annotations }
}

extension CheckReport: ReleaseReport {
  public var subject: String { CheckText.subject(of: self) }
}

extension CodeReport: ReleaseReport {
  public var subject: String { CodeText.subject(of: self) }
}

extension AbiCheckReport: ReleaseReport {
  public var subject: String { "\(source.printable), \(architecture)" }
}

/// Releases that follow each other among those that were asked about.
public struct ReleaseRun: Encodable, Sendable, Equatable {
  /// `3.0.2`
  public let from: String
  /// The last one: the same as `from` of a single release.
  public let to: String

  /// The releases of `asked` at those places, which are in order; what follows each other as one.
  static func all(_ places: [Int], of asked: [XenRelease]) -> [ReleaseRun] {
    var runs: [ClosedRange<Int>] = []
    for place in places {
      if let last = runs.last, last.upperBound + 1 == place {
        runs[runs.count - 1] = last.lowerBound...place
      } else {
        runs.append(place...place)
      }
    }
    return runs.map {
      ReleaseRun(from: asked[$0.lowerBound].description, to: asked[$0.upperBound].description)
    }
  }

  /// `3.0.2 to 3.4`
  var text: String { from == to ? from : "\(from) to \(to)" }
}
