// SPDX-License-Identifier: Apache-2.0

import Base
import CNettle

/// A SHA-256 digest in hexadecimal digits, or the first digits of one.
public struct Digest: Sendable, Hashable, CustomStringConvertible {
  /// The digits, in lower case.
  public let description: String

  /// Hashes a list of parts, each preceded by its length, so that different lists never hash the
  /// same bytes.
  init(of parts: [[UInt8]]) {
    self.init(text: parts.flatMap { Array("\($0.count):".utf8) + $0 })
  }

  /// Hashes one text.
  init(text: [UInt8]) {
    var context = sha256_ctx()
    nettle_sha256_init(&context)
    nettle_sha256_update(&context, text.count, text)
    var hash = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_SIZE))
    nettle_sha256_digest(&context, hash.count, &hash)
    description = hash.map { hexDigits($0, width: 2) }.joined()
  }

  /// - Parameter description: the digits in a file; nil if they are not hexadecimal digits in lower
  ///   case.
  init?(_ description: some StringProtocol) {
    guard !description.isEmpty, description.utf8.allSatisfy(Self.isDigit) else { return nil }
    self.description = String(description)
  }

  /// The first 16 digits (64 bits): enough to distinguish everything in one kernel.
  var short: Digest { Digest(unchecked: String(description.prefix(16))) }
  /// The first 8 digits (32 bits): enough to distinguish the lines of one place.
  var shortest: Digest { Digest(unchecked: String(description.prefix(8))) }

  private init(unchecked description: String) { self.description = description }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }
}
