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

  /// What it works on, in any release.
  public var works: [(path: String, what: String, condition: String)] {
    steps.map { ($0.head.path, $0.summary, $0.head.conditions.description) }
  }
}
