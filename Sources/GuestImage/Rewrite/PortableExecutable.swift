// SPDX-License-Identifier: Apache-2.0

/// A bzImage as a PE file for UEFI: the fields that signing changes (Microsoft's PE format).
struct PortableExecutable {
  /// The offset of the header's checksum.
  private let checksum: Int
  /// The offset of the fifth data directory, which has the offset and size of the certificates.
  private let directory: Int
  /// The range of the certificates, which is at the end of the file; nil if there are none.
  let signature: Range<Int>?

  /// Parses the headers; nil if the file is not a PE file.
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

  /// The offset of the data directories in the optional header, for PE32 and PE32+.
  private static let start: [UInt16: Int] = [0x10b: 96, 0x20b: 112]

  /// Restores the file to its state before it was signed.
  func unsign(_ file: inout [UInt8]) {
    guard let signature else { return }
    file.removeSubrange(signature)
    for field in [checksum..<checksum + 4, directory..<directory + 8] {
      file.replaceSubrange(field, with: [UInt8](repeating: 0, count: field.count))
    }
  }
}
