// SPDX-License-Identifier: Apache-2.0

import Base
import Checks
import HypervisorABI
import Loaders

/// The results of a command for one image and several releases; its JSON form is a contract.
public struct ReleasesReport<Report: ReleaseReport>: JsonDocument {
  public static var form: JsonForm { .releases }

  /// The image's name, without the directories of an absolute path.
  public let image: String
  /// The form of the reports that it combines: `check`.
  public let of: String
  /// A description of the image.
  public let subject: String
  /// The results for each release, oldest first; empty if the image could not be checked.
  public let releases: [ReleaseRow]
  /// The verdicts of each loader from release to release.
  public let loaders: [LoaderHistory]
  /// Every finding once, with the releases that have it.
  public let findings: [ReleaseFinding]
  /// Why the image could not be checked (exit code 3); no key if it was checked.
  public let error: String?
  public let annotations: [Annotation]
  /// The highest number of accepted findings in one release.
  public let suppressed: Int
  /// `4 suppressed`; `up to 4 suppressed in a release` if their number differs between releases.
  public let suppressedWords: String?

  private enum CodingKeys: CodingKey {
    case image, of, subject, releases, loaders, findings, error
  }

  /// - Parameter reports: one report for each release, oldest first; at least one.
  public init(_ reports: [(release: XenRelease, report: Report)]) {
    let asked = reports.map(\.release)
    let last = reports[reports.count - 1].report
    image = last.image
    of = Report.form.rawValue
    subject = last.error == nil ? last.subject : "not judged"
    error = last.error
    let found = ReleaseFinding.merged(reports.map { ($0.release, $0.report.defects) })
    findings = found
    let judged = last.error == nil ? reports : []
    releases = zip(asked.indices, judged).map { index, one in
      ReleaseRow(one.release, one.report.verdicts, found.filter { $0.places.contains(index) })
    }
    loaders = LoaderHistory.all(reports.map { $0.report.verdicts }, asked)
    annotations = loaders.flatMap(\.annotations) + found.map(\.annotation)
    let most = reports.map(\.report.suppressed).max() ?? 0
    let isSame = reports.allSatisfy { $0.report.suppressed == most }
    suppressed = most
    suppressedWords =
      most == 0 ? nil : isSame ? "\(most) suppressed" : "up to \(most) suppressed in a release"
  }
}

extension ReleasesReport: AnnotatedReport {
  public static var rules: [AnnotationRule] { Report.rules }

  public var hasFindings: Bool { !annotations.allSatisfy(\.isNote) }
}

/// The results for one release.
public struct ReleaseRow: Encodable, Sendable {
  /// The release of Xen: `4.17`.
  public let xen: String
  /// One verdict for each requested loader, mode and role; empty for a command that runs no
  /// loader's model.
  public let verdicts: [VerdictReport]
  /// The number of errors, including refusals; likewise warnings and notes.
  public let errors: Int
  public let warnings: Int
  public let notes: Int

  init(_ release: XenRelease, _ verdicts: [VerdictReport], _ findings: [ReleaseFinding]) {
    xen = release.description
    self.verdicts = verdicts
    let all = findings.map(\.severity) + verdicts.compactMap(\.severity.value)
    errors = all.count { $0 == .error }
    warnings = all.count { $0 == .warning }
    notes = all.count { $0 == .note }
  }
}

/// The verdicts of one loader on one kind of guest, from release to release.
public struct LoaderHistory: Encodable, Sendable {
  /// Consecutive releases with the same verdict, all of which were checked.
  public struct Part: Encodable, Sendable, Equatable {
    public let from: String
    public let to: String
    /// Null if the loader does not exist in these releases, builds no such guests, or was not run.
    public let outcome: Nullable<Verdict.Outcome>
    /// Why the loader refuses the image, in its own words; null if it does not.
    public let reason: Nullable<String>

    public static func == (one: Part, other: Part) -> Bool {
      (one.from, one.to, one.outcome.value, one.reason.value)
        == (other.from, other.to, other.outcome.value, other.reason.value)
    }
  }

  public let loader: String
  public let role: DomainRole
  public let mode: GuestMode
  /// The parts, oldest first; they cover every checked release.
  public let parts: [Part]
  /// The parts for people: one where releases between them were not checked, too.
  let changes: [Part]
  /// The refusals that count, one for each run of releases with the same one, with their severities.
  private let refusals: [(part: Part, severity: Severity)]
  private let asked: AskedReleases

  private enum CodingKeys: CodingKey { case loader, role, mode, parts }

  /// `3.0.2 to 3.4`
  func releases(of part: Part) -> String { asked.text(from: part.from, to: part.to) }

  /// Why there is no verdict in a part; empty if there is one.
  func lack(in part: Part) -> String {
    guard part.outcome.value == nil else { return "" }
    let last = XenRelease(part.to).flatMap {
      Loaders.lack(of: mode, role: role, loader: loader, in: $0)
    }
    return last ?? "not checked"
  }

  /// `libxenguest domU pv`
  var name: String { "\(loader) \(role) \(mode)" }

  static func all(_ verdicts: [[VerdictReport]], _ asked: [XenRelease]) -> [LoaderHistory] {
    // The newest release usually has the most verdicts.
    var heads: [VerdictReport] = []
    for verdict in verdicts.reversed().joined() where !heads.contains(where: verdict.isLike) {
      heads.append(verdict)
    }
    return heads.map { head in
      let own = verdicts.map { $0.first(where: head.isLike) }
      let severity = own.compactMap { $0?.severity.value }.min()
      let built: [VerdictReport?] = own.map { $0.flatMap { $0.isBuilt ? $0 : nil } }
      let counted: [VerdictReport?] = own.map {
        $0.flatMap { $0.severity.value == nil ? nil : $0 }
      }
      return LoaderHistory(
        loader: head.loader, role: head.role, mode: head.mode,
        parts: parts(built, asked, areWhole: true), changes: parts(built, asked),
        refusals: parts(counted, asked).compactMap { part in
          let isRefusal = part.outcome.value.map { $0 != .accept } ?? false
          return isRefusal ? severity.map { (part, $0) } : nil
        },
        asked: AskedReleases(asked))
    }
  }

  /// - Parameter areWhole: whether a part ends before a known release that was not checked.
  private static func parts(
    _ verdicts: [VerdictReport?], _ asked: [XenRelease], areWhole: Bool = false
  ) -> [Part] {
    let all = AskedReleases(asked)
    var parts: [Part] = []
    for (index, (release, verdict)) in zip(asked, verdicts).enumerated() {
      let last = parts.last
      let isAlike =
        last.map {
          $0.outcome.value == verdict?.outcome && $0.reason.value == verdict?.reason.value
        } ?? false
      let isSame = isAlike && (!areWhole || all.follows(index))
      if isSame { parts.removeLast() }
      parts.append(
        Part(
          from: isSame ? last?.from ?? "" : release.description, to: release.description,
          outcome: Nullable(verdict?.outcome), reason: Nullable(verdict?.reason.value)))
    }
    return parts
  }

  /// The loader's refusals as annotations, one for each cause, however the releases word it. They are
  /// recognized by the cause: a refusal does not become another one when older releases are no longer
  /// asked for.
  var annotations: [Annotation] {
    var causes: [(cause: RefusalCause, refusals: [(part: Part, severity: Severity)])] = []
    for refusal in refusals {
      let cause = RefusalCause(Self.words(of: refusal.part))
      if let known = causes.firstIndex(where: { $0.cause == cause }) {
        causes[known].refusals.append(refusal)
      } else {
        causes.append((cause, [refusal]))
      }
    }
    return causes.map { annotation($0.cause, $0.refusals) }
  }

  /// - Parameter refusals: the refusals for one cause, oldest first; at least one.
  private func annotation(
    _ cause: RefusalCause, _ refusals: [(part: Part, severity: Severity)]
  ) -> Annotation {
    let newest = refusals[refusals.count - 1]
    let words = Self.words(of: newest.part)
    let isOne = refusals.allSatisfy { Self.words(of: $0.part) == words }
    let releases =
      asked.text(refusals.flatMap { asked.places(from: $0.part.from, to: $0.part.to) })
      + (isOne ? "" : ", with the message of \(newest.part.to)")
    var annotation = Annotation(
      LoaderRefuses.id, newest.severity,
      "refused as \(role) \(mode) (Xen \(releases)): " + words, place: loader,
      lasting: cause.lasting(of: name))
    annotation.loaderWords = words
    return annotation
  }

  private static func words(of refusal: Part) -> String {
    RefusalCause.words(refusal.reason.value)
  }
}

extension VerdictReport {
  fileprivate func isLike(_ other: VerdictReport) -> Bool {
    (loader, role, mode) == (other.loader, other.role, other.mode)
  }
}
