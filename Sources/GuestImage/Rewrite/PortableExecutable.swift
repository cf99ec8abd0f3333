// SPDX-License-Identifier: Apache-2.0

/// What a bzImage is to UEFI: the fields that signing it changes (Microsoft's PE format).
struct PortableExecutable {
  /// Where the header's checksum stands.
  private let checksum: Int
  /// Where the place and size of the certificates stand: the fifth data directory.
  private let directory: Int
  /// Where the certificates stand, to the file's end; nil when there are none.
  let signature: Range<Int>?

  /// Nil when the file is none.
  init?(_ file: Bytes) {
    func word(_ offset: Int) -> Int? {
      file.integer(at: UInt64(offset), as: UInt32.self).map { Int($0) }
    }
    guard file.starts(with: Array("MZ".utf8)), let header = word(0x3c), word(header) == 0x4550,
      let magic: UInt16 = file.integer(at: UInt64(header + 24)), let start = Self.start[magic]
    else { return nil }
    checksum = header + 24 + 64
    directory = header + 24 + start + 4 * 8
    guard let place = word(directory), let size = word(directory + 4) else { return nil }
    signature = size > 0 && place + size == file.count ? place..<file.count : nil
  }

  /// Of the data directories, in PE32 and PE32+.
  private static let start: [UInt16: Int] = [0x10b: 96, 0x20b: 112]

  /// Makes the file what it was before it was signed.
  func unsign(_ file: inout [UInt8]) {
    guard let signature else { return }
    file.removeSubrange(signature)
    for field in [checksum..<checksum + 4, directory..<directory + 8] {
      file.replaceSubrange(field, with: [UInt8](repeating: 0, count: field.count))
    }
  }
}
