// SPDX-License-Identifier: Apache-2.0

import Base

/// The registry of rules. A rule consists of its file, its entry here, and a test file of the same
/// name.
public enum Rules {
  /// All rules, in the order of a report: the release, then the container, then what a loader reads, then what
  /// the running guest encounters.
  public static let all: [any Rule.Type] = [
    ReleaseUnknown.self,
    PayloadProtocol.self,
    CodecReaders.self,
    MachineClass.self,
    EarlyGuest.self,
    HeaderTables.self,
    DebugHalf.self,

    NotesMissing.self,
    NoteOwner.self,
    NoteNameSize.self,
    NoteSegment.self,
    NoteAlignmentLoss.self,
    NoteOverrun.self,
    NoteDescriptorSize.self,
    NoteStringEnd.self,
    NoteSignExtension.self,
    NoteDuplicate.self,
    NoteUnknown.self,
    LegacyGuestString.self,
    LegacyKey.self,

    XenVersion.self,
    LoaderName.self,
    FeatureUnknown.self,
    FeatureRequired.self,
    Dom0Feature.self,
    Pv32Target.self,
    PaeMode.self,
    Phys32Missing.self,
    PvEntryMissing.self,

    VirtBaseMissing.self,
    AddressCanonical.self,
    PrivateArea.self,
    LinkAddress.self,
    EntryDefault.self,
    EntryCode.self,
    HypercallPage.self,
    Phys32Entry.self,

    CodeUnread.self,
    InstructionFaults.self,
    InstructionMisleads.self,
    InstructionConditional.self,
    HypercallSites.self,
    FloatingPoint.self,

    SegmentTruncated.self,
    SegmentSizes.self,
    SegmentOverlap.self,

    LoaderRefuses.self,
  ]

  /// All findings, in the order of the registry, and by place within a rule. At most `mostOfOne`
  /// findings per rule are listed; the last one then states how many are omitted. After an error of a
  /// `DecidingRule`, which says so, only the refusals are explained.
  ///
  /// - Parameter showsAsError: whether the user sees an error of a `DecidingRule` as one. If not, the
  ///   other rules run: what is turned off or accepted leaves nothing out.
  public static func findings(
    _ subject: Subject, showsAsError: (Finding) -> Bool = { _ in true }
  ) -> [Finding] {
    var subject = subject
    var isDecided = false
    return all.flatMap { rule -> [Finding] in
      guard rule == LoaderRefuses.self || !isDecided else { return [] }
      var found = rule.check(subject)
      if let rule = rule as? any DecidingRule.Type,
        let index = found.firstIndex(where: { $0.severity == .error }), showsAsError(found[index])
      {
        isDecided = true
        found[index].message += "; \(rule.remark)"
      }
      subject.found += found
      guard found.count > mostOfOne else { return found }
      let rest = found.dropFirst(mostOfOne - 1)
      let more = Finding(
        rule: rule.id, severity: rest.map(\.severity).min() ?? rule.severity,
        message: "\(rest.count) more findings of this rule are not listed")
      return found.prefix(mostOfOne - 1) + [more]
    }
  }

  /// The maximum number of findings per rule. More of them do not help the user.
  static let mostOfOne = 32

  /// The rule with an ID; nil if there is none.
  public static func named(_ id: String) -> (any Rule.Type)? { all.first { $0.id == id } }

  /// The IDs that a mistyped ID may refer to, the best match first, at most three.
  ///
  /// - Parameter others: the IDs of rules of other commands.
  public static func nearest(to id: String, among others: [String] = []) -> [String] {
    let parts = Set(id.split(separator: "-"))
    let typed = Array(id.utf8.prefix(Nearest.mostBytes))
    let ranked = (all.map { $0.id } + others).map { rule -> (id: String, distance: Int) in
      let shared = parts.intersection(rule.split(separator: "-")).count
      return (rule, Nearest.distance(typed, Array(rule.utf8)) - 3 * shared)
    }
    return ranked.enumerated()
      .sorted { ($0.element.distance, $0.offset) < ($1.element.distance, $1.offset) }
      .prefix(3).map(\.element.id)
  }
}
