// SPDX-License-Identifier: Apache-2.0

/// Archives in formats that have no text as their magic: those that cpio writes by default, and tar
/// before POSIX (`tar --format=v7`).
enum OldArchive {
  /// Whether a file begins with the header of a member of a binary cpio archive (cpio(5), "Old
  /// Binary Format"): 26 bytes in 16-bit words of either byte order, then the name.
  static func isCpio(_ front: UnsafeRawBufferPointer) -> Bool {
    guard front.count > cpioHeaderBytes else { return false }
    let isLittle = front[0] == 0xc7 && front[1] == 0x71
    guard isLittle || front[0] == 0x71 && front[1] == 0xc7 else { return false }
    func word(_ offset: Int) -> Int {
      let (low, high) = isLittle ? (offset, offset + 1) : (offset + 1, offset)
      return Int(front[low]) | Int(front[high]) << 8
    }
    let (kind, size) = (word(6) & 0o170000, word(20))
    let end = cpioHeaderBytes + size - 1
    return fileKinds.contains(kind) && size > 1 && end < front.count && front[end] == 0
      && !front[cpioHeaderBytes..<end].contains(0)
  }

  private static let cpioHeaderBytes = 26
  /// The types of files in a mode: FIFO, character device, directory, block device, regular file,
  /// symbolic link, socket.
  private static let fileKinds = [
    0o010000, 0o020000, 0o040000, 0o060000, 0o100000, 0o120000, 0o140000,
  ]

  /// Whether a file begins with the header of a member of a tar archive of any format: a block of 512
  /// bytes whose checksum, in octal digits, is right. The checksum is the sum of all bytes, with
  /// blanks in its own place.
  static func isTar(_ front: UnsafeRawBufferPointer) -> Bool {
    guard front.count >= tarBlockBytes, front[0] != 0 else { return false }
    let text = front[checksum].drop { $0 == 0x20 }.prefix { $0 != 0x20 && $0 != 0 }
    guard !text.isEmpty, text.allSatisfy({ (0x30...0x37).contains($0) }) else { return false }
    let stated = text.reduce(0) { $0 << 3 | Int($1 - 0x30) }
    let sum = front.prefix(tarBlockBytes).reduce(0) { $0 + Int($1) }
    let own = front[checksum].reduce(0) { $0 + Int($1) }
    return sum - own + checksum.count * 0x20 == stated
  }

  private static let tarBlockBytes = 512
  private static let checksum = 148..<156
}
