// SPDX-License-Identifier: Apache-2.0

import GuestTypes

extension Snapshot {
  /// The snapshot as JSON with one structure per line, so that `diff` compares two snapshots by
  /// structure; equal snapshots have equal bytes.
  public func json() throws -> String {
    let rows = try layouts.sorted { $0.key < $1.key }.map { name, layout in
      try "\(encodeJSON(name, .lines)):\(encodeJSON(StructureRecord(layout), .lines))"
    }
    return try """
    {"arch":"\(architecture)","constants":\(encodeJSON(constants, .lines)),
    "form":"\(JsonForm.abiSnapshot.rawValue)","source":\(encodeJSON(description, .lines)),"structs":{
    \(rows.joined(separator: ",\n"))
    },"version":\(JsonForm.abiSnapshot.version)}
    """
  }
}
