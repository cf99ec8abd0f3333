// SPDX-License-Identifier: Apache-2.0

import GuestTypes

extension Snapshot {
  /// The record as JSON, a structure a line, so that `diff` shows two by structure; equal records
  /// give equal bytes.
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
