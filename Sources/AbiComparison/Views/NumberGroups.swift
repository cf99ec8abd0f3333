// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Every name of the model that stands for a number, in groups within which a value means one
/// thing: hypercalls, notes, features, and the groups of constants.
public enum NumberGroups {
  public struct Name: Sendable {
    /// As the headers spell it: `__HYPERVISOR_sched_op`.
    public let name: String
    public let value: Int
    /// Its value in a 32-bit guest with CONFIG_X86_PAE, where that is another.
    public var valueWithPAE: Int?
    public let span: Span
    /// The only architecture that has it; nil for both.
    public let only: Architecture?

    func exists(on architecture: Architecture) -> Bool { only == nil || only == architecture }
  }

  public struct Group: Sendable {
    public let title: String
    public let names: [Name]
    /// Whether another number harms a guest.
    public var isForGuests = true
  }

  /// The titles of the groups that are no `ConstantGroup`.
  public static let hypercalls = "hypercalls"
  public static let notes = "ELF notes"
  public static let features = "features"

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

  /// The values of those names that `isWanted`, by group.
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
  /// What a guest may pass or meet, by name.
  static let guestNames = Set(all.filter(\.isForGuests).flatMap(\.names).map(\.name))

  /// The groups' titles, each once, in order.
  static let titles = all.map(\.title).reduce(into: [String]()) { titles, title in
    if !titles.contains(title) { titles.append(title) }
  }
}
