// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The layout of a structure or union in a kernel or in a release of Xen.
///
/// Members are flattened like `Layout.members`: `console.domU.mfn`, `magic[32]`, `event:28`, and a
/// guest handle as `frame_list.p`. So a kernel's layout and the model's can be compared, whatever
/// source they come from.
public struct TypeLayout: Sendable, Equatable {
  /// The tag, or the typedef of a structure without a tag.
  public let name: String
  /// Whether it is a structure or a union.
  public let kind: Aggregate
  /// The size in bytes.
  public let size: Int
  /// The members in the order of declaration.
  public let members: [Layout.Member]

  public init(name: String, kind: Aggregate, size: Int, members: [Layout.Member]) {
    self.name = name
    self.kind = kind
    self.size = size
    self.members = members
  }

  /// The layout in the model.
  public init(_ layout: Layout) {
    self.init(
      name: layout.structure.name, kind: layout.structure.kind, size: layout.size,
      members: layout.members)
  }
}
