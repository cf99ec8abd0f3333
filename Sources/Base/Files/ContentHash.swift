// SPDX-License-Identifier: Apache-2.0

import SystemPackage

/// A hash of a file's content (FNV-1a, 64 bits). It detects an edit; it does not resist an
/// attacker.
public struct ContentHash: Sendable, Equatable, LosslessStringConvertible {
  private var value: UInt64 = 0xcbf2_9ce4_8422_2325

  /// Hashes bytes.
  public init(_ bytes: [UInt8]) { bytes.withUnsafeBytes { add($0) } }

  /// Hashes a whole file; nil if the path does not exist. A symbolic link is not followed.
  ///
  /// - Throws: `FileError` if the path is not a regular file or cannot be read.
  public init?(of path: FilePath) throws(FileError) {
    guard let status = try path.status() else { return nil }
    guard status.type == .regular else { throw FileError(path, "is not a regular file") }
    let bytes = try FileError.of(path) {
      let file = try FileDescriptor.open(path, .readOnly, options: [.noFollow, .closeOnExec])
      return try file.closeAfter { try Self.read(file) }
    }
    self = bytes
  }

  private static func read(_ file: FileDescriptor) throws -> Self {
    var hash = Self([])
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0) }
      if count == 0 { return hash }
      buffer.withUnsafeBytes { hash.add(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
  }

  private mutating func add(_ bytes: UnsafeRawBufferPointer) {
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
  }

  /// Parses hexadecimal digits; nil if the text is not a number of 64 bits.
  public init?(_ description: String) {
    guard let value = UInt64(description, radix: 16) else { return nil }
    self.value = value
  }

  /// The hash in hexadecimal digits, without a prefix.
  public var description: String { String(value, radix: 16) }
}
