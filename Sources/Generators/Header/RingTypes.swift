// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Generates `DEFINE_RING_TYPES`, which declares the types of a ring for any request and response,
/// from a ring in the model.
struct RingTypes {
  let view: InterfaceView

  private static let model = "blkif"
  private static let parts = ["_sring_entry", "_sring", "_front_ring", "_back_ring"]

  var macro: String {
    let writer = StructureWriter(view: view)
    let types = Self.parts.map { writer.declaration(of: Self.model + $0) }.joined()
    let lines = Self.general(types).split(separator: "\n").map { "\t" + $0 }
    let body = lines.joined(separator: " \\\n").dropLast()
    return "/* The types of a ring, of its requests and responses. */\n"
      + "#define DEFINE_RING_TYPES(name, request_type, response_type) \\\n\(body)\n\n"
  }

  /// Replaces the model's types by the arguments of the macro.
  private static func general(_ types: String) -> String {
    types.replacing(/\ ?\/\*.*?\*\//, with: "")
      .replacing("struct \(model)_request", with: "request_type")
      .replacing("struct \(model)_response", with: "response_type")
      .replacing(model + "_", with: "name ## _")
  }
}
