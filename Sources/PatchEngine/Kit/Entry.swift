// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// A change of the kernel for one reason.
public struct Entry: Sendable {
  /// The group, number and name: `toolchain/0110-gcc-version`.
  public let id: String
  /// What the entry does, in one line.
  public let subject: String
  /// Why the entry is needed.
  public let reason: String
  /// Where the entry comes from.
  public let origin: String
  /// The releases of Linux that the entry is for, of those that the kit knows.
  public let releases: ReleaseRange
  /// The IDs of the entries that are applied with this one.
  public let requires: [String]
  /// The line of `Requires:` in the entry, from 1; for errors.
  let requiresLine: Int
  /// The architectures and eras that the entry is for.
  public let guards: Guards
  /// The text of the entry's file below the header.
  public let text: String
  let steps: [any Step]

  /// The name of the entry's group.
  public var group: String { String(id.prefix { $0 != "/" }) }
  /// The entry's number: `0110`.
  public var number: Substring { id.split(separator: "/")[1].prefix { $0 != "-" } }
  /// The entry's name without its number: `gcc-version`.
  public var name: Substring { id.split(separator: "/")[1].drop { $0 != "-" }.dropFirst() }

  /// Whether a user's name refers to the entry with an ID: see `Kit.entries(named:)`.
  public static func isCalled(_ id: String, _ name: String) -> Bool {
    let own = id.drop { $0 != "/" }.dropFirst()
    let rest = own.drop { $0 != "-" }.dropFirst()
    return [id[...], own, own.prefix { $0 != "-" }, rest].contains(name[...])
  }

  /// The architectures of a target that the entry is for.
  func architectures(for target: KitTarget) -> [Architecture] {
    guard releases.contains(target.release.numbers) else { return [] }
    return target.architectures(for: guards)
  }

  /// The steps for a target: each step once for each file that its path expands to on the
  /// architectures.
  func steps(for target: KitTarget) -> [PlacedStep] {
    let instances = architectures(for: target).map {
      Instance(numbers: target.release.numbers, architecture: $0)
    }
    return steps.flatMap { step in
      var placed: [PlacedStep] = []
      for instance in instances where step.head.conditions.hold(instance) {
        let expanded = target.known.expand(step.head.path, on: instance.architecture)
        guard let path = expanded else { continue }
        if let index = placed.firstIndex(where: { $0.path == path }) {
          placed[index].instances.append(instance)
        } else {
          placed.append(PlacedStep(step: step, path: path, instances: [instance]))
        }
      }
      return placed.filter { step.isActive(for: $0.instances) }
    }
  }

  /// The files that the entry works on in the releases of a kit: the path as written, what is done,
  /// and the condition.
  public func works(
    in kit: Kit
  ) -> [(path: String, what: String, condition: String)] {
    let instances = kit.releases.flatMap { known in
      architectures(for: KitTarget(known)).map {
        Instance(numbers: known.release.numbers, architecture: $0)
      }
    }
    return steps.map { step in
      let own = instances.filter(step.head.conditions.hold)
      return (step.head.path, step.summary(for: own), step.head.conditions.description)
    }
  }

  /// The releases of a kit in which the entry does anything: `2.6.16-2.6.22`, `all`, or
  /// `none`. If the first or last of these ranges ends at a limit that the entry states, the limit is written as
  /// in the entry.
  public func releases(in kit: Kit) -> String {
    let isOwn = kit.releases.map { !steps(for: KitTarget($0)).isEmpty }
    // An entry may be for a stable update alone.
    let isForAny = kit.releases.contains { known in
      releases.meets(known.release.numbers) && !KitTarget(known).architectures(for: guards).isEmpty
    }
    guard isForAny else { return "none" }
    guard let first = isOwn.firstIndex(of: true), let last = isOwn.lastIndex(of: true),
      isOwn.contains(false)
    else { return releases.description }
    let names = kit.releases.map(\.release.description)
    let starts = isOwn.indices.filter { isOwn[$0] && ($0 == first || !isOwn[$0 - 1]) }
    let ends = isOwn.indices.filter { isOwn[$0] && ($0 == last || !isOwn[$0 + 1]) }
    func name(_ index: Int, _ given: [Int]?, _ end: Int) -> String {
      index == end ? given?.map(String.init).joined(separator: ".") ?? names[index] : names[index]
    }
    return zip(starts, ends).map { start, end in
      let (from, to) = (name(start, releases.since, first), name(end, releases.until, last))
      return from == to ? from : "\(from)-\(to)"
    }.joined(separator: ", ")
  }
}
