// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI

/// The stable update of Xen that was asked for is newer than those that this version of pvkit knows.
///
/// Stable updates sometimes change what a loader accepts. pvkit has the changes of the updates that
/// it knows; one of a branch that has not ended, `--xen 4.17.99`, is checked as the newest known one
/// is, and the report says so. If a newer update changed a loader, the verdicts can be wrong. An
/// update after the last one of an ended branch is a usage error.
///
/// **Affected:** all verdicts and findings of the report.
///
/// **Fix:** name the update that runs (`xl info xen_version`), or use a newer pvkit:
///
/// ```
/// pvkit check --xen 4.17.7 vmlinux
/// ```
public enum ReleaseUnknown: Rule {
  public static let id = "release-unknown"
  public static let severity: Severity = .note
  public static let example = RuleExample(arguments: ("--xen 4.17.99", "--xen 4.17.7"))

  public static func check(_ subject: Subject) -> [Finding] {
    reading(of: subject.target.xen).map { [finding(.reading($0))] } ?? []
  }

  /// How a stable update that is newer than the known ones is read, in words; nil for another
  /// release.
  public static func reading(of release: XenRelease) -> String? {
    guard let newest = release.newestUpdate, newest < release else { return nil }
    return "Xen \(release) is newer than \(newest), the newest update of "
      + "\(release.major).\(release.minor) that this version of pvkit knows; it is checked as "
      + "\(newest) is"
  }
}

extension Message {
  fileprivate static func reading(_ words: String) -> Message { "\(words)" }
}
