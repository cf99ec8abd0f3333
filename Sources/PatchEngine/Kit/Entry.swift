// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// One change of a kernel for one reason.
public struct Entry: Sendable {
  /// Group, number and name: `toolchain/0110-gcc-version`.
  public let id: String
  /// What it does, in one line.
  public let subject: String
  /// Why it is needed.
  public let reason: String
  /// Where it comes from.
  public let origin: String
  /// The releases of Linux for which it holds, of those that the kit knows.
  public let releases: ReleaseRange
  /// The entries without which it does not work.
  public let requires: [String]
  /// Where it says so; for errors.
  let requiresLine: Int
  /// For which architectures and eras it is.
  public let guards: Guards
  /// What it does, as its file says it below the header.
  public let text: String
  let steps: [any Step]

  /// The group's name.
  public var group: String { String(id.prefix { $0 != "/" }) }
  /// `0110`
  public var number: Substring { id.split(separator: "/")[1].prefix { $0 != "-" } }
  /// `gcc-version`
  public var name: Substring { id.split(separator: "/")[1].drop { $0 != "-" }.dropFirst() }

  /// Those of a target's architectures for which it does anything.
  func architectures(for target: Target) -> [Architecture] {
    guard releases.contains(target.release.numbers) else { return [] }
    return target.architectures(for: guards)
  }

  /// What it does to a tree, file by file: a step for each of the places that its path stands for.
  func steps(for target: Target) -> [PlacedStep] {
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

  /// What it works on, in the releases of a kit.
  public func works(
    in kit: Kit
  ) -> [(path: String, what: String, condition: String)] {
    let instances = kit.releases.flatMap { known in
      architectures(for: Target(known)).map {
        Instance(numbers: known.release.numbers, architecture: $0)
      }
    }
    return steps.map { step in
      let own = instances.filter(step.head.conditions.hold)
      return (step.head.path, step.summary(for: own), step.head.conditions.description)
    }
  }

  /// The releases of a kit in which it does anything: `2.6.16-2.6.22`, or `all`. The ends that the entry
  /// gives are as it gives them.
  public func releases(in kit: Kit) -> String {
    let isOwn = kit.releases.map { !steps(for: Target($0)).isEmpty }
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
