// SPDX-License-Identifier: Apache-2.0

import GuestTypes
import HypervisorABI

/// A structure of Xen that guests call by another name; it is compared under the model's name.
struct ForeignName {
  /// The guest's tag.
  let guest: String
  /// The model's tag.
  let model: String

  private init(_ guest: String, _ model: String) {
    self.guest = guest
    self.model = model
  }

  /// Linux's tags. Source: include/xen/interface, arch/x86/include/asm/pvclock-abi.h, 2.6.28 to
  /// 6.1.
  static let structures: [ForeignName] = [
    ForeignName("pvclock_vcpu_time_info", "vcpu_time_info"),
    ForeignName("xen_add_to_physmap_range", "xen_add_to_physmap_batch"),
    ForeignName("xen_netif_tx_request", "netif_tx_request"),
    ForeignName("xen_netif_tx_response", "netif_tx_response"),
    ForeignName("xen_netif_rx_request", "netif_rx_request"),
    ForeignName("xen_netif_rx_response", "netif_rx_response"),
    ForeignName("xen_netif_extra_info", "netif_extra_info"),
    ForeignName("xen_netif_tx_sring", "netif_tx_sring"),
    ForeignName("xen_netif_rx_sring", "netif_rx_sring"),
    ForeignName("vtpm_shared_page", "tpmif_shared_page"),
  ]

  /// The model's names of members, by the model's tag and the guest's path.
  static let members: [String: [String: String]] = [
    "shared_info": ["wc.version": "wc_version", "wc.sec": "wc_sec", "wc.nsec": "wc_nsec"],
    "xen_memory_reservation": ["address_bits": "mem_flags"],
    "xen_memory_exchange": [
      "in.address_bits": "in.mem_flags", "out.address_bits": "out.mem_flags",
    ],
  ]

  /// The model's name of a guest's structure.
  static func structure(_ guest: String) -> String {
    structures.first { $0.guest == guest }?.model ?? guest
  }

  /// The model's names of a structure's members, by the guest's paths.
  static func members(of structure: String) -> [String: String] { members[structure] ?? [:] }

  /// The name of a structure in the other view: the model's for a guest's, and the reverse.
  static func counterpart(_ tag: String) -> String? {
    structures.first { $0.guest == tag }?.model ?? structures.first { $0.model == tag }?.guest
  }

  /// The other view's path of each member, in both directions.
  static func counterparts(in tag: String) -> [String: String] {
    let names = members[structure(tag)] ?? [:]
    return names.merging(names.map { ($0.value, $0.key) }) { first, _ in first }
  }
}

extension ForeignName {
  /// Structures that Linux declares without their first member, which is outside: by tag, that
  /// member and its size in bytes. Source: include/xen/interface/io/blkif.h, 3.8 to 6.1.
  private static let heads: [String: (member: String, size: Int)] = [
    "blkif_request_discard": ("operation", 1), "blkif_request_indirect": ("operation", 1),
  ]

  /// Removes a layout under the guest's own name if the guest also declares the model's name.
  static func once(_ layouts: [String: TypeLayout]) -> [String: TypeLayout] {
    layouts.filter { tag, _ in structure(tag) == tag || layouts[structure(tag)] == nil }
  }

  /// The guest's layout with offsets from the start of Xen's structure.
  static func inPlace(_ layout: TypeLayout) -> TypeLayout {
    guard let head = heads[layout.name], !layout.members.contains(where: { $0.path == head.member })
    else { return layout }
    let members = layout.members.map {
      Layout.Member(
        name: $0.name, offset: $0.offset + head.size, size: $0.size, type: $0.type, kind: $0.kind)
    }
    return TypeLayout(
      name: layout.name, kind: layout.kind, size: layout.size + head.size, members: members)
  }
}

/// A guest's types by the tags of Xen's structures. If no structure has a tag, a typedef with that
/// name counts: `typedef struct { … } mmu_update_t`.
public struct NamedTypes: TypeSource {
  private let source: any TypeSource

  /// Wraps a source of types.
  public init(_ source: any TypeSource) { self.source = source }

  public var description: String { source.description }
  public var architecture: Architecture { source.architecture }
  public var remarks: [String] { source.remarks }

  public func layouts(of names: Set<String>) throws -> [String: TypeLayout] {
    try definitions(of: names).compactMapValues(\.first)
  }

  public func definitions(of names: Set<String>) throws -> [String: [TypeLayout]] {
    let found = try source.definitions(of: names.union(names.map { $0 + Self.suffix }))
    var own = found.filter { names.contains($0.key) }
    for name in names where own[name] == nil {
      own[name] = found[name + Self.suffix]?.map { layout in
        TypeLayout(name: name, kind: layout.kind, size: layout.size, members: layout.members)
      }
    }
    return own
  }

  public func constants(of names: Set<String>) throws -> [String: Int] {
    try source.constants(of: names)
  }

  private static let suffix = "_t"
}

extension TypeSource {
  /// The guest's declarations of Xen's structures, by the guest's tag. If the guest has two names
  /// for one structure, both are included.
  func xenLayouts() throws -> [String: TypeLayout] {
    try xenDefinitions().compactMapValues(\.first)
  }

  /// The same, with all definitions of each name.
  func xenDefinitions() throws -> [String: [TypeLayout]] {
    try NamedTypes(self).definitions(of: GuestComparison.structureNames)
      .mapValues { $0.map(ForeignName.inPlace) }
  }
}
