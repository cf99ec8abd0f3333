// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// FEATURES names a feature that loaders do not know.
///
/// A loader knows seven names. An unknown name that is merely offered is ignored, so that a
/// misspelt feature is never negotiated; an unknown name that is required (`!name`) makes a loader
/// refuse the image without a message, and the toolstack then says "no loader found". In the
/// `__xen_guest` string the image is not refused, but the keys after FEATURES are lost. A name of
/// more than 63 characters is split, and "!" alone is a required feature without a name.
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
  public static let severity = Finding.Severity.error

  public static func check(_ subject: Subject) -> [Finding] {
    subject.xenNotes.isEmpty ? inString(subject) : inNotes(subject)
  }

  private static func inNotes(_ subject: Subject) -> [Finding] {
    var findings: [Finding] = []
    for record in subject.loaderNotes where record.type == XenNote.features.number {
      let place = subject.place(of: record)
      for item in unknown(record.string) {
        let message: Message = item.isRequired ? .required(item.name) : .optional(item.name)
        findings.append(finding(message, at: place, item.isRequired ? .error : .warning))
      }
    }
    return findings
  }

  private static func inString(_ subject: Subject) -> [Finding] {
    let place = Place(section: LegacyString.sectionName)
    return unknown(subject.legacy?["FEATURES"] ?? "").map { item in
      finding(
        item.isRequired ? .requiredInString(item.name) : .optional(item.name), at: place, .warning)
    }
  }

  /// The features that no loader knows.
  private static func unknown(_ text: String) -> [FeatureList.Item] {
    FeatureList(text).items.filter { item in
      let length = item.name.utf8.count + (item.isRequired ? 1 : 0)
      return XenFeature.named(byLoader: item.name) == nil || length > longestToken
    }
  }

  /// A loader's buffer holds so many characters and a NUL.
  private static let longestToken = 63
}

extension Message {
  fileprivate static func required(_ name: String) -> Message {
    """
    required feature \(quoted(name)) is unknown: loaders refuse the image without a word; \
    \(advice(name))
    """
  }

  fileprivate static func requiredInString(_ name: String) -> Message {
    """
    required feature \(quoted(name)) is unknown: loaders skip the rest of the __xen_guest string; \
    \(advice(name))
    """
  }

  fileprivate static func optional(_ name: String) -> Message {
    "feature \(quoted(name)) is unknown: loaders ignore it; \(advice(name))"
  }

  /// The nearest name that a loader knows, or where to look.
  private static func advice(_ name: String) -> String {
    let known = XenFeature.all.compactMap(\.loaderName)
    let nearest = known.min { editDistance(name, $0) < editDistance(name, $1) }
    guard let nearest, editDistance(name, nearest) <= 3 else { return "see `pvkit abi features`" }
    return "did you mean \(nearest)?"
  }
}
