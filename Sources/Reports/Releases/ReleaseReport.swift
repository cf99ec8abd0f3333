// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// A report on an image for one release, which can be combined with those for other releases.
public protocol ReleaseReport: AnnotatedReport {
  /// The loaders' verdicts; empty for a command that runs no loader's model.
  var verdicts: [VerdictReport] { get }
  /// The other findings.
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

/// Consecutive releases among those that were checked.
public struct ReleaseRun: Encodable, Sendable, Equatable {
  /// The first release: `3.0.2`.
  public let from: String
  /// The last release; the same as `from` for a single release.
  public let to: String

  /// The releases of `asked` at the given ascending indices; consecutive ones form one run.
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
