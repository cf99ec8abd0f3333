// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc

/// The locks by which those who work with an image, QEMU above all, know of each other.
///
/// QEMU locks a byte of the file, for reading, for each thing that it does with an image, and another
/// for each that it does not want others to do; a lock for writing on that byte would then fail.
/// Source: RAW_LOCK_PERM_BASE and RAW_LOCK_SHARED_BASE (block/file-posix.c@7.2).
enum ImageLocks {
  // F_OFD_GETLK and F_OFD_SETLK, which Swift does not import: locks of an open file, not of a process.
  private static let getLock: Int32 = 36
  private static let setLock: Int32 = 37

  private static let reads: Int64 = 100
  private static let writes: Int64 = 101
  private static let wantsNoWriter: Int64 = 201

  /// Takes those that a disk needs, which last until they are released.
  ///
  /// - Throws: when somebody else's stand against it.
  static func take(_ file: Int32, _ disk: Disk) throws(LabError) {
    // A file system without locks has none that could be in the way.
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

  /// Gives up those that were taken. Closing the file is not enough: a program that another thread
  /// is about to start has a copy of the descriptor for a moment.
  static func release(_ file: Int32) {
    var lock = lock(F_UNLCK, 0)
    lock.l_len = 0
    _ = fcntl(file, setLock, &lock)
  }

  /// By somebody else.
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
