// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI
import Loaders

/// FEATURES names a feature that loaders do not know.
///
/// A loader knows seven names (six before 4.4, five before 4.2). An unknown name that is merely
/// offered is ignored, so that a misspelt feature is never negotiated; before 4.2 it is refused. An
/// unknown name that is required (`!name`) makes a loader refuse the image without a message, and
/// the toolstack then says "no loader found". In the `__xen_guest` string the image is not refused,
/// but the keys after FEATURES are lost. A name of more than 63 characters is split, and "!" alone
/// is a required feature without a name.
///
/// **Affected:** libxenguest and the dom0 builder (libelf, elf_xen_parse_features).
///
/// **Fix:** use the names of `pvkit abi features`, separated only by `|`:
///
/// ```
///     ELFNOTE(Xen, XEN_ELFNOTE_FEATURES, .asciz "!writable_page_tables|pae_pgdir_above_4gb")
/// ```
public enum FeatureUnknown: Rule {
  public static let id = "feature-unknown"
  public static let severity: Severity = .error
  public static let lesserSeverities: [Severity] = [.warning]
  public static let example = RuleExample(
    wrong: #"NOTE FEATURES, .asciz, "writable_page_table""#,
    right: #"NOTE FEATURES, .asciz, "writable_page_tables""#)

  public static func check(_ subject: Subject) -> [Finding] {
    subject.xenNotes.isEmpty ? inString(subject) : inNotes(subject)
  }

  private static func inNotes(_ subject: Subject) -> [Finding] {
    var findings: [Finding] = []
    var seen: Set<String> = []
    for record in subject.loaderNotes where record.type == XenNote.features.number {
      let place = subject.place(of: record)
      for item in unknown(record.string, subject)
      where seen.count < mostNames && seen.insert(item.description).inserted {
        let isRefused = item.isRequired || !subject.dialect.ignoresUnknownFeatures
        let message: Message =
          item.isRequired
          ? .required(item.name)
          : isRefused ? .refused(item.name, subject.target.xen) : .optional(item.name)
        findings.append(finding(message, at: place, isRefused ? .error : .warning))
      }
    }
    return findings
  }

  private static func inString(_ subject: Subject) -> [Finding] {
    let place = Place(section: LegacyString.sectionName)
    return unknown(subject.legacy?["FEATURES"] ?? "", subject).map { item in
      finding(
        item.isRequired ? .requiredInString(item.name) : .optional(item.name), at: place, .warning)
    }
  }

  /// The maximum number of unknown names to report.
  private static let mostNames = 256

  /// The features that the release's loaders do not know.
  private static func unknown(_ text: String, _ subject: Subject) -> [FeatureList.Item] {
    FeatureList(text).items.filter { item in
      let length = item.name.utf8.count + (item.isRequired ? 1 : 0)
      return subject.dialect.feature(named: item.name) == nil || length > longestToken
    }
  }

  /// The maximum length of a name: a loader's buffer holds 63 characters and a NUL.
  private static let longestToken = 63
}

extension Subject {
  /// How the release's loaders parse notes.
  fileprivate var dialect: Dialect { Dialect(host: .toolstack, release: target.xen) }
}

extension Message {
  fileprivate static func required(_ name: String) -> Message {
    """
    required feature \(quoted(name)) is unknown: loaders refuse the image without a message; \
    \(advice(name))
    """
  }

  fileprivate static func requiredInString(_ name: String) -> Message {
    """
    required feature \(quoted(name)) is unknown: loaders skip the rest of the __xen_guest string; \
    \(advice(name))
    """
  }

  fileprivate static func refused(_ name: String, _ release: XenRelease) -> Message {
    """
    feature \(quoted(name)) is unknown to Xen \(release.description), whose loaders refuse the image \
    for it, required or not; \(advice(name))
    """
  }

  fileprivate static func optional(_ name: String) -> Message {
    "feature \(quoted(name)) is unknown: loaders ignore it; \(advice(name))"
  }

  /// The nearest name that a loader knows, or where to find the names.
  private static func advice(_ name: String) -> String {
    if XenFeature.named(byLoader: name) != nil { return "later releases know it" }
    let nearest = Nearest.names(name, among: XenFeature.all.compactMap(\.loaderName), limit: 1)
    return nearest.first.map { "did you mean \($0)?" } ?? "see `pvkit abi features`"
  }
}
