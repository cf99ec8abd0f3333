// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The constants of a release by group, for `pvkit abi constants`.
public struct ConstantListing: JsonDocument {
  public static let form = JsonForm.abiConstants

  public struct Group: Encodable, Sendable {
    /// What the constants are, for example `commands of sched_op`.
    public let group: String
    public let header: String
    /// The only architecture that has the group; null if both have it.
    public let only: Nullable<String>
    public let constants: [ConstantEntry]
  }

  /// The release of Xen.
  public let xen: String
  public let groups: [Group]

  /// - Parameter words: names of constants, headers, or words of a group's name; only constants
  ///   that match one of them are listed. Empty for all constants.
  public init(release: XenRelease, on architectures: [Architecture], words: [String] = []) {
    xen = release.description
    groups = ConstantGroup.all(in: release).compactMap { group in
      guard group.only.map(architectures.contains) ?? true else { return nil }
      let wanted = group.constants(in: release).filter { constant in
        words.isEmpty || words.contains { group.answers(to: $0) || constant.name == $0 }
      }
      return wanted.isEmpty ? nil : Group(group, wanted)
    }
  }

  /// One table per group, with a blank line between them.
  public func lines(style: Style) -> [String] {
    Array(groups.map { $0.lines(style) }.joined(separator: [""]))
  }
}

extension ConstantListing.Group {
  init(_ group: ConstantGroup, _ constants: [Constant]) {
    self.group = group.name
    header = group.header
    only = Nullable(group.only?.rawValue)
    self.constants = constants.map(ConstantEntry.init)
  }

  func lines(_ style: Style) -> [String] {
    let place = only.value.map { "\(header), \($0) only" } ?? header
    let rows = constants.map { constant in
      [constant.value, constant.name, "since " + constant.since]
    }
    return [style.paint(group, .strong) + " (\(place))"] + Table(rows).lines(indent: 2)
  }
}

extension ConstantGroup {
  /// Whether `word` is the group's header or part of its name: `sched_op` in "commands of
  /// sched_op".
  public func answers(to word: String) -> Bool {
    header == word || " \(name) ".contains(" \(word) ")
      || name.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "_" })
        .contains { $0 == word }
  }
}
