// SPDX-License-Identifier: Apache-2.0

import GuestTypes
import HypervisorABI

extension AbiView {
  /// All that the model has for a release.
  public init(_ release: XenRelease, on architecture: Architecture) {
    let layouts = Set(Structure.all.map(\.name)).compactMap {
      Layout($0, in: release, on: architecture)
    }
    self.init(
      title: "Xen \(release)", architecture: architecture, isWhole: true,
      structures: Dictionary(
        layouts.map { ($0.structure.name, TypeLayout($0)) }, uniquingKeysWith: { first, _ in first }
      ),
      numbers: NumberGroups.numbers { $0.span.contains(release) && $0.exists(on: architecture) })
  }

  /// The declarations of a guest's types, as far as the model has the names.
  ///
  /// - Parameters:
  ///   - source: the guest's types.
  ///   - title: a title for people; nil for the source's own.
  /// - Throws: the errors of the source.
  public init(_ source: some TypeSource, title: String? = nil) throws {
    let known = NumberGroups.all.flatMap(\.names)
    let values = try source.constants(of: Set(known.map(\.name)))
    self.init(
      title: title ?? source.description, architecture: source.architecture, isWhole: false,
      structures: ForeignName.once(try source.xenLayouts()),
      numbers: NumberGroups.numbers { values[$0.name] != nil && $0.exists(on: source.architecture) }
        .mapValues { group in
          Dictionary(uniqueKeysWithValues: group.keys.map { ($0, values[$0] ?? 0) })
        })
  }
}
