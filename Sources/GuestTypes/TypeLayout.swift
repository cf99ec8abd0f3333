// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// One structure or union as a kernel, or a release of Xen, sees it.
///
/// Members are flattened exactly as `Layout.members` are: `console.domU.mfn`, `magic[32]`,
/// `event:28`, a guest handle as `frame_list.p`. So a kernel's view and the model's can be laid
/// side by side, whatever either was read from.
public struct TypeLayout: Sendable, Equatable {
  /// The tag, or the typedef of a structure without one.
  public let name: String
  public let kind: Aggregate
  /// In bytes.
  public let size: Int
  /// In the order of declaration.
  public let members: [Layout.Member]

  public init(name: String, kind: Aggregate, size: Int, members: [Layout.Member]) {
    self.name = name
    self.kind = kind
    self.size = size
    self.members = members
  }

  /// The model's own view.
  public init(_ layout: Layout) {
    self.init(
      name: layout.structure.name, kind: layout.structure.kind, size: layout.size,
      members: layout.members)
  }
}
