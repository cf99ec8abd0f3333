// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import HypervisorABI

/// Layouts measured on compiled headers: Fixtures/xen-RELEASE.ARCH.json.
struct LayoutVectors: Decodable {
  struct Entry: Decodable {
    let size: Int
    let fields: [Field]
  }

  /// `["name", offset, size]`.
  struct Field: Decodable, Equatable, CustomStringConvertible {
    let name: String
    let offset: Int
    let size: Int

    init(name: String, offset: Int, size: Int) {
      self.name = name
      self.offset = offset
      self.size = size
    }

    init(from decoder: any Decoder) throws {
      var row = try decoder.unkeyedContainer()
      name = try row.decode(String.self)
      offset = try row.decode(Int.self)
      size = try row.decode(Int.self)
    }

    var description: String { "\(name) at \(offset), \(size) bytes" }
  }

  let structs: [String: Entry]

  static let releases = ["3.0.2", "3.1", "3.4", "4.2", "4.6", "4.17", "4.20"]

  static func read(_ release: String, _ architecture: Architecture) throws -> LayoutVectors {
    let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
    let path = "/\(folder)/Fixtures/xen-\(release).\(architecture.rawValue).json"
    return try JSONDecoder().decode(
      LayoutVectors.self, from: Data(contentsOf: URL(filePath: path)))
  }
}
