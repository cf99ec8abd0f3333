// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// All names of the model with a number, in groups in which a value has one meaning: hypercalls,
/// notes, features, and the groups of constants.
public enum NumberGroups {
  /// A name with its number.
  public struct Name: Sendable {
    /// The name in the headers: `__HYPERVISOR_sched_op`.
    public let name: String
    /// The number.
    public let value: Int
    /// The number in a 32-bit guest with CONFIG_X86_PAE, if that differs.
    public var valueWithPAE: Int?
    /// The releases that have the name.
    public let span: Span
    /// The only architecture that has it; nil for both.
    public let only: Architecture?

    func exists(on architecture: Architecture) -> Bool { only == nil || only == architecture }
  }

  /// A group of names.
  public struct Group: Sendable {
    /// The title of the group.
    public let title: String
    /// The names, in the order of the model.
    public let names: [Name]
    /// Whether guests use the names, so that another number harms a guest.
    public var isForGuests = true
  }

  /// The titles of the groups that are not a `ConstantGroup`.
  public static let hypercalls = "hypercalls"
  public static let notes = "ELF notes"
  public static let features = "features"

  /// All groups.
  public static let all: [Group] =
    [
      Group(title: hypercalls, names: Hypercall.all.flatMap(names(of:))),
      Group(
        title: notes,
        names: XenNote.all.map {
          Name(name: $0.macro, value: Int($0.number), span: Span(since: $0.since), only: nil)
        }),
      Group(
        title: features,
        names: XenFeature.all.filter(\.isDefined).map {
          Name(name: $0.macro, value: $0.bit, span: Span(since: $0.since), only: nil)
        }),
    ]
    + ConstantGroup.all.map { group in
      Group(
        title: group.name,
        names: group.constants.compactMap { constant in
          constant.number.map {
            Name(
              name: constant.name, value: $0, valueWithPAE: constant.valueWithPAE,
              span: constant.span, only: group.only)
          }
        }, isForGuests: group.isForGuests)
    }

  private static func names(of call: Hypercall) -> [Name] {
    let prefix = call.macro.dropLast(call.name.count)
    let own = Name(name: call.macro, value: call.number, span: call.span, only: nil)
    return [own]
      + call.otherNames.map {
        Name(name: prefix + $0.name, value: call.number, span: $0.span, only: nil)
      }
  }

  /// The values of the names that `isWanted` selects, by group.
  static func numbers(
    withPAE: Bool = false, where isWanted: (Name) -> Bool
  ) -> [String: [String: Int]] {
    let rows = all.map { group in
      (
        group.title,
        group.names.filter(isWanted).map { name in
          (name.name, withPAE ? name.valueWithPAE ?? name.value : name.value)
        }
      )
    }
    return Dictionary(
      rows.map { ($0, Dictionary($1, uniquingKeysWith: { first, _ in first })) },
      uniquingKeysWith: { $0.merging($1) { first, _ in first } })
  }
}

extension NumberGroups {
  /// The names that guests use.
  static let guestNames = Set(all.filter(\.isForGuests).flatMap(\.names).map(\.name))

  /// The titles of the groups, each once, in order.
  static let titles = all.map(\.title).reduce(into: [String]()) { titles, title in
    if !titles.contains(title) { titles.append(title) }
  }
}
