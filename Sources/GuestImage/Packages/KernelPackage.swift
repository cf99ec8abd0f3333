// SPDX-License-Identifier: Apache-2.0

import Base
import CArchive
import Glibc

/// A package or archive in which distributions ship kernels: a Debian package, RPM, tar or cpio (an
/// initial ramdisk), packed or not. Archives inside it are not opened.
public struct KernelPackage: Sendable {
  /// A file in the package.
  public struct Member: Sendable {
    /// The path in the package, without a leading `./` or `/`.
    public let path: String
    /// The end of its name in reports: `(boot/vmlinuz)`, or `(boot/vmlinuz) #2` for the second
    /// member with that path.
    public let name: String
    /// The content.
    public let bytes: Bytes
  }

  /// The factor by which unpacking an archive may take longer than unpacking a kernel of the same
  /// size: bzip2 is slow, and an archive contains files of all kinds.
  private static let slowness = 4

  /// The package's name, as the user gave it, for errors.
  let name: String
  /// The archive with the files.
  let archive: Bytes
  /// The maximum unpacked size, in bytes.
  let limit: Int

  /// Opens a package; nil if the file is not one.
  ///
  /// - Parameters:
  ///   - file: the bytes of the file.
  ///   - name: the package's name, for errors.
  ///   - limit: the maximum unpacked size, in bytes.
  /// - Throws: `ImageError` if its beginning is damaged.
  public init?(_ file: Bytes, name: String, limit: Int) throws(ImageError) {
    (self.name, self.limit) = (name, limit)
    if FileMark.debian.isIn(file) {
      archive = try DebianPackage.files(in: file, name: name)
      return
    }
    archive = file
    let (isPlain, isPacked) = file.withUnsafeBytes { (Self.isPlain($0), Self.isPacked($0)) }
    // A packed file can contain anything, so try to read the first member.
    guard isPlain || isPacked && Self.hasFirstMember(file) else { return nil }
  }

  /// Whether a file with these first bytes can be a package.
  public static func mayBegin(_ front: UnsafeRawBufferPointer) -> Bool {
    FileMark.debian.isIn(front) || isPlain(front) || isPacked(front)
  }

  static func isPlain(_ front: UnsafeRawBufferPointer) -> Bool {
    [FileMark.rpm, .cpio, .tar].contains { $0.isIn(front) } || OldArchive.isCpio(front)
      || OldArchive.isTar(front)
  }

  /// Whether the file begins as a package that is not packed as a whole.
  static func isPackage(_ file: Bytes) -> Bool {
    file.withUnsafeBytes { FileMark.debian.isIn($0) || isPlain($0) }
  }

  private static func isPacked(_ front: UnsafeRawBufferPointer) -> Bool {
    FileMark.lz4Frame.isIn(front) || Codecs.all.contains { front.starts(with: $0.magic) }
  }

  private static func hasFirstMember(_ file: Bytes) -> Bool {
    file.withUnsafeBytes { raw in
      guard let reader = ArchiveReader(raw) else { return false }
      return (try? reader.next()) ?? nil != nil
    }
  }

  /// Calls `body` for each regular file that can be of one of these types, in the order of the
  /// archive; also for those that only have the name of one (`ClaimedKind`).
  ///
  /// - Returns: the number of all regular files.
  /// - Throws: `ImageError` if the archive is damaged or exceeds the limit, after the good members
  ///   before that; and what `body` throws.
  @discardableResult
  public func members(_ kinds: ImageKinds, _ body: (Member) throws -> Void) throws -> Int {
    let budget = Budget(limit, seconds: Self.slowness * TimeLimit(limit: limit).seconds)
    var (rest, names): (Bytes?, MemberNames) = (archive, MemberNames())
    while let part = rest {
      let end = try read(part, kinds, budget) { path, bytes in
        try body(Member(path: path, name: names.next(path), bytes: bytes))
      }
      // An initial ramdisk can consist of several archives, padded with zeros.
      rest = try end.flatMap { end in try next(after: end, of: part) }
    }
    return budget.files
  }

  /// The archive after one that is not packed; nil if only zeros follow, or the configuration of
  /// the boot (Linux, Documentation/admin-guide/bootconfig).
  ///
  /// - Throws: `ImageError` if anything else follows: a damaged archive.
  private func next(after end: Int, of part: Bytes) throws(ImageError) -> Bytes? {
    let start = part.withUnsafeBytes { raw in raw[end...].firstIndex { $0 != 0 } }
    guard let next = start.flatMap({ part.suffix(from: UInt64($0)) }) else { return nil }
    if next.withUnsafeBytes(Self.mayBegin) { return next }
    let isConfiguration = next.withUnsafeBytes {
      $0.suffix(Self.bootConfiguration.count).elementsEqual(Self.bootConfiguration)
    }
    guard !isConfiguration else { return nil }
    throw ImageError(
      image: name, offset: UInt64(archive.count - next.count),
      problem: "what follows the archive is not an archive",
      cure: "give the whole file, as the distribution has it")
  }

  private static let bootConfiguration = Array("#BOOTCONFIG\n".utf8)

  /// The size and time that unpacking may still take, and what it has found.
  private final class Budget {
    let limit: Int
    let seconds: Int
    var bytes = 0
    /// The number of regular files so far.
    var files = 0
    private var end: Int

    init(_ limit: Int, seconds: Int) {
      (self.limit, self.seconds) = (limit, seconds)
      end = TimeLimit(seconds: seconds).end(from: TimeLimit.now())
    }

    func check() throws(UnpackError) {
      guard bytes <= limit else { throw .tooLarge(limit: limit) }
      guard TimeLimit.now() < end else { throw .tooSlow(seconds: seconds) }
    }

    /// Runs a closure without counting its time.
    func pausing<R>(_ body: () throws -> R) rethrows -> R {
      let start = TimeLimit.now()
      defer { end += TimeLimit.now() - start }
      return try body()
    }
  }

  /// Reads one archive.
  ///
  /// - Returns: the offset where another archive may start; nil if this one was packed or is not a
  ///   cpio archive.
  private func read(
    _ part: Bytes, _ kinds: ImageKinds, _ budget: Budget,
    _ body: (_ path: String, Bytes) throws -> Void
  ) throws -> Int? {
    try part.withUnsafeBytes { raw in
      guard let reader = ArchiveReader(raw) else {
        throw ImageError(UnpackError.outOfMemory(limit: limit), in: name)
      }
      let before = budget.bytes
      do {
        while let member = try reader.next() {
          budget.bytes = before + reader.position
          try budget.check()
          if member.isFile { budget.files += 1 }
          guard let content = try content(of: member, reader, kinds, before, budget) else {
            continue
          }
          try budget.pausing { try body(member.path, content) }
        }
      } catch let error as ArchiveReader.Failure {
        throw ImageError(
          image: name, problem: "the archive is damaged: \(error.words.printable)",
          cure: "give the whole file, as the distribution has it")
      } catch let error as UnpackError {
        throw ImageError(error, in: name)
      }
      budget.bytes = before + reader.position
      return reader.isPlainCpio ? reader.position : nil
    }
  }

  /// The content of a member; nil if it cannot be of one of these types. It is read to its end all
  /// the same: libarchive would skip any size at once, past the limit.
  private func content(
    of member: ArchiveReader.Entry, _ reader: ArchiveReader, _ kinds: ImageKinds, _ before: Int,
    _ budget: Budget
  ) throws -> Bytes? {
    var (pages, isCandidate): (PageBuffer?, Bool) = (nil, member.isFile && member.size > 0)
    let isNamed = ClaimedKind(member.path, among: kinds, isMember: true) != nil
    while let block = try reader.block() {
      budget.bytes = before + reader.position
      try budget.check()
      if pages == nil, isCandidate {
        isCandidate = block.offset == 0 && (isNamed || kinds.mayBegin(with: block.bytes))
        guard isCandidate else { continue }
        guard member.size <= limit else { throw UnpackError.tooLarge(limit: limit) }
        guard let fresh = PageBuffer(member.size) else {
          throw UnpackError.outOfMemory(limit: limit)
        }
        pages = fresh
      }
      pages?.put(block.bytes, at: block.offset)
    }
    let isEmpty = isNamed && member.isFile && member.size == 0 && !member.isLinked
    return isEmpty ? Bytes([]) : pages?.finish()
  }
}

/// The memory for a member's content.
private final class PageBuffer {
  private var pages: UnsafeMutableRawBufferPointer
  private let count: Int

  init?(_ count: Int) {
    guard let pages = MemoryRegion.reserve(count) else { return nil }
    (self.pages, self.count) = (pages, count)
  }

  deinit {
    if pages.count > 0 { munmap(pages.baseAddress, pages.count) }
  }

  /// Copies bytes to an offset; bytes after the end are dropped.
  func put(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
    guard offset < count else { return }
    let part = UnsafeRawBufferPointer(rebasing: bytes.prefix(count - offset))
    UnsafeMutableRawBufferPointer(rebasing: pages[offset...]).copyMemory(from: part)
  }

  func finish() -> Bytes {
    let filled = pages
    pages = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    return Bytes(MemoryRegion(adopting: filled, count: count))
  }
}
