// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemPackage

/// A copy of a regular file that is changed and then replaces the file.
///
/// Until `commit()` the original file does not change; `commit()` replaces it atomically. Where the
/// file system supports it, the copy has no name until then and disappears with the object.
public final class Replacement {
  private static let portion = 64 << 20

  private let name: FilePath
  private let path: FilePath
  private let present: Stat
  private let fresh: Temporary

  /// The copy's descriptor, open for writing until the object is released. Another process can open
  /// the copy through /proc/PID/fd.
  public var descriptor: CInt { fresh.descriptor.rawValue }

  /// Copies a file within its directory. Holes stay holes, and data is shared with the original
  /// where the file system supports that.
  ///
  /// - Parameters:
  ///   - name: the path of the regular file.
  ///   - stop: polled between portions; if it returns true, copying ends with `Errno.interrupted`.
  /// - Throws: `FileError` if it is not a regular file or cannot be copied.
  public init(of name: String, stop: () -> Bool = { false }) throws(FileError) {
    self.name = FilePath(named: name)
    guard case .file(let path, let present?) = try Destination(name) else {
      throw FileError(name, "is not a regular file")
    }
    (self.path, self.present) = (path, present)
    do {
      fresh = try Temporary(in: path.parent, .file(FilePermissions(rawValue: 0o600)))
    } catch {
      throw FileError(
        name, "must first be copied within its directory, but there: \(error.problem)",
        cure: error.cure)
    }
    do throws(FileError) { try copy(stop) } catch {
      fresh.remove()
      throw error
    }
  }

  deinit { fresh.remove() }

  /// Replaces the original file by the copy.
  ///
  /// - Throws: `FileError`, also if another program changed the original meanwhile; that file is
  ///   kept.
  public func commit() throws(FileError) {
    guard let now = try path.statusFollowed(), Version(now) == Version(present) else {
      throw FileError(name, "was changed by another program in the meantime, and is not replaced")
    }
    try EndingSignals.whileHeld { () throws(FileError) in
      try fresh.descriptor.take(present, of: path, named: name)
      try FileError.check(name, fsync(descriptor))
      try fresh.move(to: path)
    }
  }

  private func copy(_ stop: () -> Bool) throws(FileError) {
    try FileError.of(name) {
      let source = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec])
      try source.closeAfter {
        try fresh.descriptor.resize(to: present.size)
        var place: Int64 = 0
        while let data = try source.data(from: place) {
          place = data.lowerBound
          while place < data.upperBound {
            if stop() { throw Errno.interrupted }
            let size = min(Self.portion, Int(data.upperBound - place))
            place += try source.copy(size, at: place, to: fresh.descriptor)
          }
        }
      }
    }
  }

  /// The properties of a file by which a change is detected.
  private struct Version: Equatable {
    let inode: UInt64
    let size: Int64
    let seconds: Int
    let nanoseconds: Int

    init(_ status: Stat) {
      inode = UInt64(status.inode.rawValue)
      size = Int64(status.size)
      let time = status.st_mtim
      (seconds, nanoseconds) = (time.tv_sec, time.tv_nsec)
    }
  }
}

extension FileDescriptor {
  /// The next range of bytes that is not a hole, by SEEK_DATA; nil if only holes follow.
  fileprivate func data(from place: Int64) throws -> Range<Int64>? {
    let start = Int64(Glibc.lseek(rawValue, off_t(place), SEEK_DATA))
    if start < 0 {
      guard errno == ENXIO else { throw Errno.last }
      return nil
    }
    let end = Int64(Glibc.lseek(rawValue, off_t(start), SEEK_HOLE))
    guard end >= 0 else { throw Errno.last }
    return start..<end
  }

  /// Copies bytes to the same offset of another file.
  ///
  /// - Returns: the number of bytes copied, at least one.
  fileprivate func copy(_ size: Int, at place: Int64, to other: FileDescriptor) throws -> Int64 {
    var (from, to) = (off_t(place), off_t(place))
    let count = copy_file_range(rawValue, &from, other.rawValue, &to, size, 0)
    if count > 0 { return Int64(count) }
    guard count == 0 || [EINVAL, ENOSYS, EOPNOTSUPP, EXDEV].contains(errno) else {
      throw Errno.last
    }
    // The file system does not support copy_file_range: read and write instead.
    let bytes = try [UInt8](unsafeUninitializedCapacity: min(size, 1 << 20)) { buffer, count in
      count = try read(fromAbsoluteOffset: place, into: UnsafeMutableRawBufferPointer(buffer))
    }
    guard !bytes.isEmpty else { throw Errno.ioError }
    return Int64(try other.writeAll(toAbsoluteOffset: place, bytes))
  }
}
