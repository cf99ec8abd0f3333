// SPDX-License-Identifier: Apache-2.0

import AbiComparison
import Base
import GuestImage
import GuestTypes
import HypervisorABI

/// The changes from one image to another, for `pvkit diff`; its JSON form is a contract.
public struct ImageDiff: JsonDocument {
  public static let form = JsonForm.diff

  /// The subject of a change.
  public enum Part: String, Encodable, Sendable, CaseIterable {
    /// The container and the kind of ELF file.
    case image
    case note
    /// A loader's verdict.
    case verdict
    /// An error or a warning of `pvkit check`.
    case finding
    /// An error or a warning of `pvkit scan`.
    case code
    /// A hypercall that only one of the images makes.
    case hypercall
    /// A declaration from Xen's interface.
    case type
  }

  public struct Change: Encodable, Sendable, Equatable {
    public let part: Part
    /// `ENTRY`, `libxenguest 4.17 domU pv`, `note-owner note ENTRY`.
    public let name: String
    /// The value before the change; null if there was none. The same applies to `after`.
    public let before: Nullable<String>
    public let after: Nullable<String>
    /// Whether a loader no longer accepts the image, a finding is new, or a declaration is
    /// incompatible.
    public let isWorse: Bool

    init(_ part: Part, _ name: String, _ before: String?, _ after: String?, isWorse: Bool = false) {
      self.part = part
      self.name = name
      self.before = Nullable(before)
      self.after = Nullable(after)
      self.isWorse = isWorse
    }

    public static func == (one: Change, other: Change) -> Bool {
      (one.part, one.name, one.before.value, one.after.value, one.isWorse)
        == (other.part, other.name, other.before.value, other.after.value, other.isWorse)
    }
  }

  /// The images' names, without the directories of an absolute path.
  public let before: String
  public let after: String
  /// The release of Xen.
  public let xen: String
  /// The changes, in the order of `Part`.
  public let changes: [Change]
  /// The number of changes for the worse.
  public let worse: Int
  /// What could not be compared, and why.
  public let remarks: [String]

  /// - Throws: if one of the images cannot be read.
  public init(_ before: GuestImage, _ after: GuestImage, in release: XenRelease) throws {
    for image in [before, after] { if let problem = image.problem { throw problem } }
    self.before = before.title
    self.after = after.title
    xen = release.description
    let check = ImageCheck(target: .init(xen: release))
    let (old, new) = (check.report(on: before), check.report(on: after))
    var (changes, remarks) = (Self.facts(old, new) + Self.verdicts(old, new), [String]())
    let codes = Self.both(before, after, "code", &remarks) {
      try CodeCheck(release: release).report(on: $0)
    }
    // These rules of `check` summarize what `scan` reports for each place.
    let covered = codes == nil ? [] : Set(CodeReport.rules.map(\.id))
    changes += Self.findings(
      .finding, old.defects.filter { !covered.contains($0.rule) },
      new.defects.filter { !covered.contains($0.rule) })
    if let (old, new) = codes {
      changes += Self.findings(.code, old.annotations, new.annotations)
      changes += Self.hypercalls(old, new)
    }
    let types = Self.both(before, after, "types", &remarks) {
      try AbiView(TypeSources.open(.image($0)))
    }
    if let types { changes += Self.types(types.0, types.1) }
    self.changes = changes
    worse = changes.count(where: \.isWorse)
    self.remarks = remarks
  }
}

extension ImageDiff {
  private static func both<Value>(
    _ before: GuestImage, _ after: GuestImage, _ what: String, _ remarks: inout [String],
    _ read: (GuestImage) throws -> Value
  ) -> (Value, Value)? {
    do {
      return (try read(before), try read(after))
    } catch {
      remarks.append("\(what) not compared: \(error)")
      return nil
    }
  }

  private static func facts(_ old: CheckReport, _ new: CheckReport) -> [Change] {
    let notes = Set(old.notes.values.keys).union(new.notes.values.keys).sorted()
    let image = Change(.image, "", old.subject, new.subject)
    return (old.subject == new.subject ? [] : [image])
      + notes.compactMap { name in
        let (before, after) = (old.notes.values[name], new.notes.values[name])
        return before == after ? nil : Change(.note, name, before, after)
      }
  }

  private static func verdicts(_ old: CheckReport, _ new: CheckReport) -> [Change] {
    let names = (old.verdicts + new.verdicts).map(\.name)
    return names.enumerated().filter { names[..<$0.offset].contains($0.element) == false }
      .compactMap { _, name in
        let before = old.verdicts.first { $0.name == name }
        let after = new.verdicts.first { $0.name == name }
        guard before?.outcome != after?.outcome || before?.reason.value != after?.reason.value
        else { return nil }
        let isWorse = after?.accepts != true && before?.accepts != false
        return Change(
          .verdict, name, before?.text ?? notOffered, after?.text ?? notOffered, isWorse: isWorse)
      }
  }

  private static let notOffered = "not offered"

  private static func findings(
    _ part: Part, _ old: [Annotation], _ new: [Annotation]
  ) -> [Change] {
    let (before, after) = (marked(old), marked(new))
    let (known, found) = (Set(before.map(\.0)), Set(after.map(\.0)))
    return before.filter { !found.contains($0.0) }.map { Change(part, $0.0, $0.1.text, nil) }
      + after.filter { !known.contains($0.0) }.map {
        Change(part, $0.0, nil, $0.1.text, isWorse: true)
      }
  }

  /// Errors and warnings with their fingerprints.
  private static func marked(_ all: [Annotation]) -> [(String, Annotation)] {
    zip(all.fingerprints, all).filter { !$0.1.isNote }.map { ($0.0, $0.1) }
  }

  private static func hypercalls(_ old: CodeReport, _ new: CodeReport) -> [Change] {
    let (before, after) = (Set(old.hypercalls.map(\.call)), Set(new.hypercalls.map(\.call)))
    return before.subtracting(after).sorted().map { Change(.hypercall, $0, "called", nil) }
      + after.subtracting(before).sorted().map { Change(.hypercall, $0, nil, "called") }
  }

  /// The changes of declarations. A declaration that is gone is not worse: the new kernel does not
  /// use it.
  private static func types(_ old: AbiView, _ new: AbiView) -> [Change] {
    guard old.architecture == new.architecture else { return [] }
    return DiffListing([(old, new)]).changes.map { change in
      Change(
        .type, change.member.value.map { "\(change.name).\($0)" } ?? change.name,
        change.before.value, change.after.value,
        isWorse: change.breaking && change.after.value != nil)
    }
  }
}

extension VerdictReport {
  fileprivate var name: String { "\(loader) \(xen) \(role) \(mode)" }
}

extension ImageDiff {
  /// The text form, without line ends.
  public func lines(style: Style) -> [String] {
    let title = style.paint("\(before) → \(after)".printable, .strong)
    let counts = "\(counted(changes.count, "change")), \(worse) for the worse"
    return ["\(title): Xen \(xen), \(counts)"] + changes.flatMap { lines($0, style) }
      + remarks.map { style.paint("  note: \($0.printable)", .dim) }
  }

  private func lines(_ change: Change, _ style: Style) -> [String] {
    let mark = change.isWorse ? style.paint("worse ", .bad) : ""
    let name = change.name.isEmpty ? "" : " " + change.name.printable
    return ["  \(mark)\(change.part.rawValue)\(name)"]
      + (change.before.value.map { ["    - \($0.printable)"] } ?? [])
      + (change.after.value.map { ["    + \($0.printable)"] } ?? [])
  }
}
