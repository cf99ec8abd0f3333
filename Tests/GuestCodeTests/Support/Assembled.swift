// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestCode
import GuestImage
import HypervisorABI

/// Assembly, as an object.
enum Assembled {
  /// - Parameter bits: 32 or 64.
  static func object(_ source: String, bits: Int = 64) throws -> GuestImage {
    try Places.withScratchFolder { folder in
      let object = folder + "/code.o"
      let result = try Command.run(
        ["as", "--\(bits)", "-o", object, "-"], input: Array((source + "\n").utf8))
      guard result.status == 0 else { throw Refused(words: result.errors) }
      return try GuestImage.open(path: object)
    }
  }

  static func scan(
    _ source: String, bits: Int = 64, release: XenRelease = .standard
  ) throws -> CodeScan {
    try CodeScan(object(source, bits: bits), release: release)
  }

  struct Refused: Error { let words: String }
}

extension CodeScan {
  /// `lgdt f+0x3`, in order.
  var summary: [String] {
    sites.map { site in
      let place = symbol(of: site).map { "\($0.name)+\($0.offset)" } ?? "?"
      return "\(site.kind.name) \(place)"
    }
  }
}
