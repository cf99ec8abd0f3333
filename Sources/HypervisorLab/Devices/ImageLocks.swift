// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc

/// The file locks by which programs that use an image, above all QEMU, detect each other.
///
/// QEMU takes a read lock on one byte of the file for each kind of access that it makes, and on
/// another byte for each kind that it does not allow to others. A write lock on such a byte then
/// fails. Source: RAW_LOCK_PERM_BASE and RAW_LOCK_SHARED_BASE (block/file-posix.c@7.2).
enum ImageLocks {
  // F_OFD_GETLK and F_OFD_SETLK, which Swift does not import. They lock an open file, not a
  // process.
  private static let getLock: Int32 = 36
  private static let setLock: Int32 = 37

  private static let reads: Int64 = 100
  private static let writes: Int64 = 101
  private static let wantsNoWriter: Int64 = 201

  /// Takes the locks for a disk, which last until they are released.
  ///
  /// - Throws: `LabError` if a lock of another user conflicts, or the file is in use as a loop
  ///   device.
  static func take(_ file: Int32, _ disk: Disk) throws(LabError) {
    // On a file system without locks this fails, and there is no conflict either.
    for byte in [reads, wantsNoWriter] + (disk.isReadOnly ? [] : [writes]) {
      var lock = lock(F_RDLCK, byte)
      _ = fcntl(file, setLock, &lock)
    }
    let obstacles = [writes] + (disk.isReadOnly ? [] : [wantsNoWriter])
    guard !obstacles.contains(where: { isHeld($0, of: file) }) else {
      throw .unreadable(
        disk.path,
        "is in use by another pvkit or QEMU, or given twice"
          + (disk.isReadOnly ? "" : "; several may read it: add ,ro"))
    }
    if let device = loopDevice(of: disk.path) {
      throw .unreadable(disk.path, "is in use as \(device); detach it: losetup -d \(device)")
    }
  }

  /// Releases the locks. Closing the file is not enough: a program that another thread is starting
  /// has a copy of the descriptor for a moment.
  static func release(_ file: Int32) {
    var lock = lock(F_UNLCK, 0)
    lock.l_len = 0
    _ = fcntl(file, setLock, &lock)
  }

  /// Whether another open file has a lock on that byte.
  private static func isHeld(_ byte: Int64, of file: Int32) -> Bool {
    var lock = lock(F_WRLCK, byte)
    return fcntl(file, getLock, &lock) == 0 && Int32(lock.l_type) != F_UNLCK
  }

  private static func lock(_ type: Int32, _ byte: Int64) -> flock {
    flock(
      l_type: Int16(type), l_whence: Int16(SEEK_SET), l_start: off_t(byte), l_len: 1, l_pid: 0)
  }

  private static func loopDevice(of path: String) -> String? {
    guard let path = FileName.real(path) else { return nil }
    let files = FileName.files(below: "/sys/block", "/loop*/loop/backing_file")
    return files.first { line($0) == path }.map { "/dev/" + $0.split(separator: "/")[2] }
  }

  private static func line(_ path: String) -> String? {
    guard let stream = FileName.with(path, { fopen($0, "re") }) else { return nil }
    defer { fclose(stream) }
    var text = [CChar](repeating: 0, count: Int(PATH_MAX) + 2)
    guard fgets(&text, Int32(text.count), stream) != nil else { return nil }
    return String(FileName.text(text).prefix { $0 != "\n" })
  }
}
