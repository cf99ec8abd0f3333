// SPDX-License-Identifier: Apache-2.0

import GuestTypes
import HypervisorABI

/// What one side says about the interface: a release of Xen, or a guest by its own types.
public struct AbiView: Sendable {
  /// For people: `Xen 4.17`, `BTF of vmlinuz`.
  public let title: String
  public let architecture: Architecture
  /// True for a release, where a missing name is gone; a guest declares only what it uses.
  public let isWhole: Bool
  /// By tag.
  public let structures: [String: TypeLayout]
  /// By group, then by name: `commands of sched_op`, `SCHEDOP_poll`, 3.
  public let numbers: [String: [String: Int]]

  public init(
    title: String, architecture: Architecture, isWhole: Bool, structures: [String: TypeLayout],
    numbers: [String: [String: Int]]
  ) {
    self.title = title
    self.architecture = architecture
    self.isWhole = isWhole
    self.structures = structures
    self.numbers = numbers
  }
}
