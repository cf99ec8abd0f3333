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
  init?(_ file: [UInt8]) {
    func word(_ offset: Int, _ size: Int) -> Int? {
      guard offset >= 0, offset <= file.count - size else { return nil }
      return (0..<size).reduce(0) { $0 | Int(file[offset + $1]) << (8 * $1) }
    }
    guard file.starts(with: Array("MZ".utf8)), let header = word(0x3c, 4),
      word(header, 4) == 0x4550, let magic = word(header + 24, 2), let start = Self.start[magic]
    else { return nil }
    checksum = header + 24 + 64
    directory = header + 24 + start + 4 * 8
    guard let place = word(directory, 4), let size = word(directory + 4, 4) else { return nil }
    signature = size > 0 && place + size == file.count ? place..<file.count : nil
  }

  /// Of the data directories, in PE32 and PE32+.
  private static let start = [0x10b: 96, 0x20b: 112]

  /// As the file was before it was signed.
  func unsigned(_ file: [UInt8]) -> [UInt8] {
    guard let signature else { return file }
    var file = Array(file[..<signature.lowerBound])
    for field in [checksum..<checksum + 4, directory..<directory + 8] {
      file.replaceSubrange(field, with: [UInt8](repeating: 0, count: field.count))
    }
    return file
  }
}
