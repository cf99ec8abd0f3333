// SPDX-License-Identifier: Apache-2.0

import GuestTypes
import HypervisorABI

/// A view of the interface: that of a release of Xen, or that of a guest by its types.
public struct AbiView: Sendable {
  /// A title for people: `Xen 4.17`, `BTF of vmlinuz`.
  public let title: String
  /// The architecture whose layouts and numbers it has.
  public let architecture: Architecture
  /// Whether the view is complete, as for a release, so that a missing name does not exist. A guest
  /// declares only what it uses.
  public let isWhole: Bool
  /// The structures, by tag.
  public let structures: [String: TypeLayout]
  /// The numbers, by group and then by name: `commands of sched_op`, `SCHEDOP_poll`, 3.
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
