// SPDX-License-Identifier: Apache-2.0

import Base

/// A Debian package: an ar archive with the version, the control files and the data files (deb(5)).
enum DebianPackage {
  private static let headerBytes = 60

  /// The archive with the package's files, packed or not.
  ///
  /// - Throws: `ImageError` if the package does not contain one.
  static func files(in package: Bytes, name: String) throws(ImageError) -> Bytes {
    // After the archive's magic, each member has a header of 60 bytes and starts at an even offset.
    var place: UInt64 = 8
    while let header = package.slice(at: place, count: UInt64(headerBytes)) {
      let size = text(header, 48, 10)
      guard let count = UInt64(size), header[58] == 0x60,
        let member = package.slice(at: place + UInt64(headerBytes), count: count)
      else { break }
      if text(header, 0, 16).hasPrefix("data.tar") { return member }
      place += UInt64(headerBytes) + count + count % 2
    }
    throw ImageError(
      image: name, offset: place, problem: "a Debian package without data.tar, or cut off",
      cure: "give the whole file, as the archive has it")
  }

  /// A field of the header: text padded with blanks.
  private static func text(_ header: Bytes, _ start: UInt64, _ count: UInt64) -> String {
    let field = header.slice(at: start, count: count)?.array ?? []
    return String(decoding: field.prefix { $0 != 0x20 }, as: UTF8.self)
  }
}
