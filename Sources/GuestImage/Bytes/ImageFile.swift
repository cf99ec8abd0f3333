// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc

/// Gets a file's bytes from where the user has it: an image's, or those of a text.
public struct ImageFile {
  /// What the caller wants, as the cure names it: `a kernel image`.
  private let wanted: String
  /// Whether the command has --max-unpacked, by which the limit can be raised.
  private var isAdjustable = true

  /// A file of more bytes is mapped when the limit allows it only: a sparse one may have any size,
  /// and all of it may be gone through. Kernels with all of their debugging information have less.
  static let mostBytes = 4 << 30

  /// Maps a regular file, or reads standard input when `path` is `-`, up to `limit` bytes.
  ///
  /// - Parameters:
  ///   - wanted: what the file is to be, for the cure of an error.
  ///   - readsPipes: a pipe is read as standard input is. Only of what the user named: a file's own
  ///     names could lead to one that never ends.
  ///   - isAdjustable: whether the user can raise the limit by --max-unpacked.
  /// - Throws: when there are no bytes to look at, as `GuestImage.open` does.
  public static func read(
    _ path: String, limit: Int, wanted: String = "a kernel image", readsPipes: Bool = false,
    isAdjustable: Bool = true
  ) throws(ImageError) -> Bytes {
    let file = ImageFile(wanted: wanted, isAdjustable: isAdjustable)
    return path == "-"
      ? try file.drain(STDIN_FILENO, path, limit: limit)
      : try file.open(path, limit: limit, readsPipes: readsPipes)
  }

  /// Refuses what was made of a file that has become shorter since it was opened: it holds for
  /// neither what was there nor what is there now.
  ///
  /// - Parameter all: ask about other threads' files too.
  /// - Throws: for each such file once.
  public static func checkWhole(all: Bool = false) throws(ImageError) {
    guard let name = MappedFiles.takeLost(of: all ? nil : pthread_self()) else { return }
    throw ImageError(
      image: name, problem: "was cut off while it was read",
      cure: "try again when nobody writes it")
  }

  /// The like for a text, which is refused when it is longer than `limit` bytes; what is no UTF-8
  /// is replaced.
  public static func text(
    _ path: String, limit: Int, wanted: String
  ) throws(ImageError) -> String {
    let bytes = try read(
      path, limit: limit, wanted: wanted, readsPipes: true, isAdjustable: false)
    guard bytes.count <= limit else {
      throw ImageError(
        image: path, problem: "is longer than \(limit) bytes", cure: "give \(wanted)")
    }
    let text = String(decoding: bytes.array, as: UTF8.self)
    try checkWhole()
    return text
  }

  /// The first bytes of a regular file, by which it is known what it may be; nil when they cannot be
  /// had.
  public static func front(of path: String) -> [UInt8]? {
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
    let descriptor = FileName.with(path) { Glibc.open($0, flags) }
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return [UInt8](unsafeUninitializedCapacity: frontBytes) { buffer, count in
      count = max(0, pread(descriptor, buffer.baseAddress, buffer.count, 0))
    }
  }

  /// All that is looked at lies before it: the magic of a bzImage at 0x202 is the last.
  private static let frontBytes = 0x400

  private func open(_ path: String, limit: Int, readsPipes: Bool) throws(ImageError) -> Bytes {
    // O_NONBLOCK: a FIFO without a writer must not hang.
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
    let descriptor = FileName.with(path) { Glibc.open($0, flags) }
    guard descriptor >= 0 else { throw unreadable(path, errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw unreadable(path, errno) }
    let kind = status.st_mode & S_IFMT
    if kind == S_IFIFO, readsPipes {
      return try drain(
        descriptor, path, limit: limit, withoutBytes: "is a FIFO that nobody writes to")
    }
    if let kind = Self.specialKinds[kind] {
      throw ImageError(image: path, problem: "is \(kind)", cure: "give \(wanted)")
    }
    let size = Int(status.st_size)
    var first: UInt8 = 0
    if size == 0 {
      guard pread(descriptor, &first, 1, 0) == 1 else { throw empty(path) }
      // Files of /proc have no size.
      return try drain(descriptor, path, limit: limit)
    }
    let most = max(limit, Self.mostBytes)
    guard size <= most else { throw tooLong(path, "is", most) }
    let pages = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let pages, pages != MAP_FAILED else {
      // Those of /sys cannot be mapped.
      if errno == ENODEV { return try drain(descriptor, path, limit: limit) }
      throw unreadable(path, errno)
    }
    let region = UnsafeMutableRawBufferPointer(start: pages, count: size)
    return Bytes(MemoryRegion(adopting: region, count: size, file: path))
  }

  /// Reads what cannot be mapped to its end.
  ///
  /// - Parameter problem: what it is when that comes at once.
  private func drain(
    _ descriptor: CInt, _ name: String, limit: Int, withoutBytes problem: String = "is empty"
  ) throws(ImageError) -> Bytes {
    // One byte more than allowed tells a longer input from one that just fits.
    let (size, overflow) = max(limit, 0).addingReportingOverflow(1)
    guard !overflow, let pages = MemoryRegion.reserve(size) else {
      throw ImageError(
        image: name, problem: "no address space for \(limit) bytes", cure: "lower the limit")
    }
    var count = 0
    while count < size {
      let got = Glibc.read(descriptor, pages.baseAddress.map { $0 + count }, size - count)
      if got < 0, errno == EINTR { continue }
      if got < 0, errno == EAGAIN {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        poll(&waiting, 1, -1)
        continue
      }
      if got < 0 {
        let error = errno
        munmap(pages.baseAddress, pages.count)
        throw unreadable(name, error)
      }
      if got == 0 { break }
      count += got
    }
    let region = MemoryRegion(adopting: MemoryRegion.trim(pages, to: count), count: count)
    guard count > 0 else {
      throw ImageError(image: name, problem: problem, cure: "give \(wanted)")
    }
    guard count <= limit else {
      throw tooLong(name, name == "-" ? "standard input is" : "is", limit)
    }
    return Bytes(region)
  }

  private func tooLong(_ name: String, _ what: String, _ limit: Int) -> ImageError {
    return ImageError(
      image: name, problem: "\(what) longer than \(limit) bytes",
      cure: "give \(wanted)" + (isAdjustable ? ", or raise the limit (--max-unpacked)" : ""))
  }

  private static let specialKinds: [mode_t: String] = [
    S_IFDIR: "a directory", S_IFIFO: "a FIFO", S_IFSOCK: "a socket", S_IFCHR: "a device",
    S_IFBLK: "a device",
  ]

  private func empty(_ name: String) -> ImageError {
    ImageError(image: name, problem: "is empty", cure: "give \(wanted)")
  }

  private func unreadable(_ name: String, _ error: Int32) -> ImageError {
    let cure = Self.cures[error] ?? "give \(wanted)"
    return ImageError(image: name, problem: String(cString: strerror(error)), cure: cure)
  }

  private static let cures: [Int32: String] = [
    ENOENT: "check the path", ENOTDIR: "check the path", ELOOP: "check the path",
    ENAMETOOLONG: "check the path", EACCES: "make the file readable, or run as its owner",
  ]
}
