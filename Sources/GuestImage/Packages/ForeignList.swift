// SPDX-License-Identifier: Apache-2.0

import Base

/// Recognizes files that were given as a list of names by mistake, such as a kernel. Otherwise each
/// piece of them would be reported as a missing file.
public enum ForeignList {
  /// The number of bytes that are examined.
  private static let frontBytes = 4096

  /// What the file is instead of a list of names, such as `an ELF file`, by its first bytes; nil if
  /// it can be a list.
  ///
  /// File names may contain any byte. Therefore a file of text is a list, and so is one with names
  /// between NULs that are printable or exist.
  public static func kind(of file: Bytes) -> String? {
    let front = Array(file.withUnsafeBytes { $0.prefix(frontBytes) })
    guard front.contains(where: isControl) else { return nil }
    if let magic = magic(of: file) { return magic }
    return front.contains(0) && !hasNames(front, isCut: file.count > front.count)
      ? "binary data" : nil
  }

  private static func magic(of file: Bytes) -> String? {
    if ElfFile.hasMagic(file) { return "an ELF file" }
    if LinuxSetupHeader.isPresent(in: file) { return "a bzImage" }
    if let codec = Codecs.matching(file) { return "a file packed by \(codec.compression.rawValue)" }
    if KernelPackage.isPackage(file) { return "a package or archive" }
    return ForeignFile(file) == nil ? nil : "a binary file"
  }

  /// Whether all names between NULs can be names of files.
  private static func hasNames(_ front: [UInt8], isCut: Bool) -> Bool {
    var names = front.split(separator: 0)
    if isCut, front.last != 0 { names.removeLast() }
    return names.allSatisfy { name in
      !name.contains(where: isControl)
        || (name + [0]).withUnsafeBytes {
          FileName.exists(FileName.text($0.assumingMemoryBound(to: CChar.self).baseAddress!))
        }
    }
  }

  /// Whether the byte is a control character other than a tab and the end of a line.
  private static func isControl(_ byte: UInt8) -> Bool {
    byte < 0x20 && ![0x09, 0x0a, 0x0d].contains(byte) || byte == 0x7f
  }
}
