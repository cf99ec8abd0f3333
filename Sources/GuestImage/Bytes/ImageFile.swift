// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc

/// Reads or maps a file that the user named: an image or a text.
public struct ImageFile {
  /// What the caller expects, such as `a kernel image`, for the cure of an error.
  private let wanted: String
  /// Whether the command has --max-unpacked, by which the user can raise the limit.
  private var isAdjustable = true

  /// The maximum size of a file to map, in bytes, unless the limit is higher: a sparse file can
  /// have any size, and all of it may be read. A kernel with all of its debugging information is
  /// smaller.
  static let mostBytes = 4 << 30

  /// Maps a regular file, or reads standard input up to `limit` bytes if `path` is `-`.
  ///
  /// - Parameters:
  ///   - path: the file's path; `-` is standard input.
  ///   - limit: the maximum number of bytes to read from standard input or a pipe.
  ///   - wanted: what the file should be, for the cure of an error.
  ///   - readsPipes: whether a pipe is read like standard input. Only for paths that the user
  ///     named: a name inside a file could lead to a pipe that never ends.
  ///   - isAdjustable: whether the user can raise the limit by --max-unpacked.
  /// - Throws: `ImageError` if there are no bytes to read, as `GuestImage.open` does.
  public static func read(
    _ path: String, limit: Int, wanted: String = "a kernel image", readsPipes: Bool = false,
    isAdjustable: Bool = true
  ) throws(ImageError) -> Bytes {
    let file = ImageFile(wanted: wanted, isAdjustable: isAdjustable)
    return path == "-"
      ? try file.drain(STDIN_FILENO, path, limit: limit)
      : try file.open(path, limit: limit, readsPipes: readsPipes)
  }

  /// Rejects the results of a file that was shortened after it was opened: they are valid neither
  /// for the old content nor for the new one.
  ///
  /// - Parameter all: whether to check the files of all threads.
  /// - Throws: `ImageError`, once for each such file.
  public static func checkWhole(all: Bool = false) throws(ImageError) {
    guard let name = MappedFiles.takeLost(of: all ? nil : pthread_self()) else { return }
    throw ImageError(
      image: name, problem: "was cut off while it was read",
      cure: "try again when nobody writes it")
  }

  /// Reads a text file.
  ///
  /// - Parameters:
  ///   - limit: the maximum size in bytes.
  ///   - wanted: what the file should be, for the cure of an error.
  /// - Returns: the text without a byte order mark; invalid UTF-8 is replaced.
  /// - Throws: `ImageError` if the file is longer, is UTF-16 or UTF-32, or cannot be read.
  public static func text(
    _ path: String, limit: Int, wanted: String
  ) throws(ImageError) -> String {
    let bytes = try read(
      path, limit: limit, wanted: wanted, readsPipes: true, isAdjustable: false)
    guard bytes.count <= limit else {
      throw ImageError(
        image: path, problem: "is longer than \(limit) bytes", cure: "give \(wanted)")
    }
    let array = bytes.array
    try checkWhole()
    let encoding = TextEncoding(array)
    if let encoding, encoding != .marked { throw ImageError(encoding, of: path) }
    return String(decoding: array.dropFirst(encoding?.mark.count ?? 0), as: UTF8.self)
  }

  /// The first bytes of a regular file, enough to tell its type; nil if they cannot be read.
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

  /// Covers everything that identifies a type; the last is the magic of a bzImage at 0x202.
  private static let frontBytes = 0x400

  private func open(_ path: String, limit: Int, readsPipes: Bool) throws(ImageError) -> Bytes {
    // O_NONBLOCK, because opening a FIFO without a writer would block.
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
    let descriptor = FileName.with(path) { Glibc.open($0, flags) }
    guard descriptor >= 0 else { throw unreadable(path, errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw unreadable(path, errno) }
    let kind = status.st_mode & S_IFMT
    if kind == S_IFIFO, readsPipes {
      return try drain(
        descriptor, path, limit: limit, withoutBytes: "is a pipe to which nothing was written")
    }
    if let kind = Self.specialKinds[kind] {
      throw ImageError(image: path, problem: "is \(kind)", cure: "give \(wanted)")
    }
    let size = Int(status.st_size)
    var first: UInt8 = 0
    if size == 0 {
      guard pread(descriptor, &first, 1, 0) == 1 else { throw empty(path) }
      // Files in /proc report a size of 0.
      return try drain(descriptor, path, limit: limit)
    }
    let most = max(limit, Self.mostBytes)
    guard size <= most else { throw tooLong(path, "is", most) }
    let pages = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let pages, pages != MAP_FAILED else {
      // Files in /sys cannot be mapped.
      if errno == ENODEV { return try drain(descriptor, path, limit: limit) }
      throw unreadable(path, errno)
    }
    let region = UnsafeMutableRawBufferPointer(start: pages, count: size)
    return Bytes(MemoryRegion(adopting: region, count: size, file: path))
  }

  /// Reads a file that cannot be mapped, to its end.
  ///
  /// - Parameter problem: what to report if there are no bytes.
  private func drain(
    _ descriptor: CInt, _ name: String, limit: Int, withoutBytes problem: String = "is empty"
  ) throws(ImageError) -> Bytes {
    // One byte more than the limit, to distinguish a longer input from one that just fits.
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
