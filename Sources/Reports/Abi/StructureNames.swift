// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The tags of a release's structures, for `pvkit abi struct` without a name.
public struct StructureNames: JsonDocument {
  public static let form = JsonForm.abiStructures

  /// The release of Xen.
  public let xen: String
  /// The structures that the release has on any of the architectures, sorted.
  public let structures: [String]

  public init(release: XenRelease, on architectures: [Architecture]) {
    xen = release.description
    let present = Structure.all(in: release).filter { structure in
      architectures.contains { structure.exists(in: release, on: $0) }
    }
    structures = Set(present.map(\.name)).sorted()
  }
}
