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

/// Checked releases without a known release between them that was not checked.
public struct ReleaseRun: Encodable, Sendable, Equatable {
  /// The first release: `3.0.2`.
  public let from: String
  /// The last release; the same as `from` for a single release.
  public let to: String

  /// The releases of `asked` at the given ascending indices; consecutive ones form one run. A run
  /// has only releases that were asked for.
  static func all(_ places: [Int], of asked: [XenRelease]) -> [ReleaseRun] {
    AskedReleases(asked).runs(places).map {
      ReleaseRun(from: asked[$0.lowerBound].description, to: asked[$0.upperBound].description)
    }
  }
}

/// The releases that a report is about, oldest first, as text.
struct AskedReleases {
  let all: [XenRelease]

  init(_ all: [XenRelease]) { self.all = all }

  /// The releases at the given ascending indices: `3.0.2 to 3.4, 4.7`. A range has only releases
  /// that were asked for: `3.0.2, 4.13` if those between them were not.
  func text(_ places: some Collection<Int>) -> String {
    runs(places).map { run in
      run.count == 1 ? "\(all[run.lowerBound])" : "\(all[run.lowerBound]) to \(all[run.upperBound])"
    }.joined(separator: ", ")
  }

  /// The given ascending indices as runs without a known release between their releases.
  func runs(_ places: some Collection<Int>) -> [ClosedRange<Int>] {
    var runs: [ClosedRange<Int>] = []
    for place in places {
      if let last = runs.last, last.upperBound + 1 == place, follows(place) {
        runs[runs.count - 1] = last.lowerBound...place
      } else {
        runs.append(place...place)
      }
    }
    return runs
  }

  /// The releases from the first to the last, which are both among them.
  func text(from first: String, to last: String) -> String {
    let found = places(from: first, to: last)
    return found.isEmpty ? (first == last ? first : "\(first), \(last)") : text(found)
  }

  /// The indices of the releases from the first to the last; empty if they are not among them.
  func places(from first: String, to last: String) -> Range<Int> {
    guard let start = all.firstIndex(where: { $0.description == first }),
      let end = all[start...].firstIndex(where: { $0.description == last })
    else { return 0..<0 }
    return start..<end + 1
  }

  /// Whether no known release is between that release and the one before it.
  func follows(_ place: Int) -> Bool {
    !XenRelease.modelled.contains { all[place - 1] < $0 && $0 < all[place] }
  }
}
