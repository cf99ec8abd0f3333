// SPDX-License-Identifier: Apache-2.0

/// Bytes at an offset that identify a file format.
struct FileMark: Sendable {
  let offset: Int
  let bytes: [UInt8]

  init(at offset: Int = 0, _ bytes: [UInt8]) { (self.offset, self.bytes) = (offset, bytes) }
  init(at offset: Int = 0, _ text: String) { self.init(at: offset, Array(text.utf8)) }

  /// - Parameter front: the first bytes of a file, or the whole file.
  func isIn(_ front: UnsafeRawBufferPointer) -> Bool {
    front.dropFirst(offset).starts(with: bytes)
  }

  func isIn(_ file: Bytes) -> Bool { file.withUnsafeBytes(isIn) }

  static let debian = FileMark("!<arch>\ndebian-binary")
  static let rpm = FileMark([0xed, 0xab, 0xee, 0xdb])
  static let tar = FileMark(at: 257, "ustar")
  /// All formats of cpio in ASCII.
  static let cpio = FileMark("07070")
  /// The frame format of the lz4 program, which kernels do not use.
  static let lz4Frame = FileMark([0x04, 0x22, 0x4d, 0x18])
}
