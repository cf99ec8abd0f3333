// SPDX-License-Identifier: Apache-2.0

import CElf
import Glibc

/// An archive of object files (`ar`), such as a `lib.a`, or the `built-in.o` of old kernel builds.
public struct ElfArchive: Sendable {
  /// The maximum number of members to read. The largest archives of a kernel have some hundred.
  static let mostMembers = 1 << 16
  /// The maximum length of a member's name, in bytes. Names in the archive's table can overlap, so
  /// that a short file could contain names of any total length.
  static let longestName = Int(PATH_MAX)

  /// The magics of an archive and of a thin archive.
  static let magics = ["!<arch>\n", "!<thin>\n"]

  /// The objects in order, each named `ARCHIVE(MEMBER)`; the second of one name
  /// `ARCHIVE(MEMBER) #2`. Members that are not ELF files are
  /// skipped.
  public let members: [GuestImage]

  /// Reads an archive; nil if the file is not one.
  ///
  /// - Throws: `ImageError` if it is a thin archive, which contains names only, if it does not
  ///   contain any object, or if a member's name is too long.
  public init?(_ image: GuestImage) throws(ImageError) {
    let start = image.file.string(at: 0, most: 8)
    guard start != Self.magics[1] else { throw Self.thin(image.name) }
    guard start == Self.magics[0], elf_version(UInt32(EV_CURRENT)) != UInt32(EV_NONE) else {
      return nil
    }
    let extents = try Self.extents(in: image)
    var names = MemberNames()
    members = extents.compactMap { name, range in
      let inside = names.next(name)
      return image.file.slice(at: UInt64(range.lowerBound), count: UInt64(range.count)).flatMap {
        ElfFile.hasMagic($0)
          ? GuestImage(
            name: image.name + inside, title: image.title + inside, file: $0, limit: image.limit)
          : nil
      }
    }
    let isBitcode = extents.contains { _, range in
      image.file.slice(at: UInt64(range.lowerBound), count: UInt64(range.count))
        .map(ForeignFile.isBitcode) ?? false
    }
    guard !members.isEmpty || !isBitcode else {
      throw ImageError(
        image: image.name, problem: "an archive of LLVM bitcode (clang -flto), not of machine code",
        cure: "link it first, or compile it without -flto")
    }
    guard !members.isEmpty else {
      throw ImageError(
        image: image.name, problem: "an archive without an object", cure: "check it with ar t")
    }
  }

  /// The position of each member's bytes. A damaged archive ends at the damage.
  private static func extents(
    in image: GuestImage
  ) throws(ImageError) -> [(name: String, range: Range<Int>)] {
    try image.file.withUnsafeBytes { bytes throws(ImageError) in
      // libelf only reads; the pointer is mutable because a handle can also be opened for writing.
      let base = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
      guard let archive = elf_memory(base?.assumingMemoryBound(to: CChar.self), bytes.count) else {
        return []
      }
      defer { elf_end(archive) }
      var found: [(String, Range<Int>)] = []
      var command = ELF_C_READ_MMAP
      while found.count < mostMembers, let member = elf_begin(-1, command, archive) {
        let extent = extent(of: member, within: bytes.count)
        command = elf_next(member)
        elf_end(member)
        guard let extent else { continue }
        guard let name = extent.name else {
          throw ImageError(
            image: image.name, offset: UInt64(extent.range.lowerBound),
            problem: "the name of the member here has more than \(longestName) bytes",
            cure: "make the archive again with ar")
        }
        found.append((name, extent.range))
      }
      return found
    }
  }

  /// The name and position of a member; the name is nil if it is too long.
  private static func extent(
    of member: OpaquePointer, within count: Int
  ) -> (name: String?, range: Range<Int>)? {
    guard let header = elf_getarhdr(member), let name = header.pointee.ar_name else { return nil }
    let (start, size) = (Int(elf_getbase(member)), Int(header.pointee.ar_size))
    guard start > 0, size > 0, size <= count, start <= count - size else { return nil }
    let isShort = strnlen(name, longestName + 1) <= longestName
    return (isShort ? String(cString: name) : nil, start..<start + size)
  }

  private static func thin(_ name: String) -> ImageError {
    ImageError(
      image: name, offset: 0, problem: "a thin archive: its objects are files of their own",
      cure: "give those: ar t \(name) lists them")
  }
}
