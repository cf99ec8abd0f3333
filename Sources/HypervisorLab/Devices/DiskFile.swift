// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc

/// The file of a disk, opened for one boot. A writable one is copied, and the copy replaces the
/// file if the boot succeeds.
public final class DiskFile {
  /// The disk that was opened.
  public let disk: Disk
  /// The descriptor for QEMU; it is closed on exec.
  public let descriptor: Int32
  private let file: Int32
  private let replacement: Replacement?

  /// Opens and locks the file, and copies a writable one.
  ///
  /// - Parameters:
  ///   - disk: the disk.
  ///   - interruption: ends the copying.
  /// - Throws: `LabError` if the file is not a raw image of whole sectors, is in use, or cannot be
  ///   copied.
  public init(_ disk: Disk, interruption: Interruption? = nil) throws(LabError) {
    self.disk = disk
    let (file, status) = try RegularFile.open(disk.path, wanted: "a disk image")
    self.file = file
    do throws(LabError) {
      try Self.checkContents(disk.path, file, Int(status.st_size))
      try ImageLocks.take(file, disk)
      replacement = try disk.isReadOnly ? nil : Self.copy(disk.path, interruption)
      descriptor = fcntl(replacement?.descriptor ?? file, F_DUPFD_CLOEXEC, 3)
      guard descriptor >= 0 else { throw .last("fcntl F_DUPFD_CLOEXEC") }
    } catch {
      ImageLocks.release(file)
      close(file)
      throw error
    }
  }

  deinit {
    ImageLocks.release(file)
    close(descriptor)
    close(file)
  }

  /// Replaces the file by what the guest wrote. QEMU must have ended.
  public func commit() throws(LabError) {
    do throws(FileError) { try replacement?.commit() } catch {
      throw .unreadable(disk.path, error.problem)
    }
  }

  /// The size in bytes, a multiple of 512.
  public var size: Int { Int(lseek(descriptor, 0, SEEK_END)) }

  private static func copy(
    _ path: String, _ interruption: Interruption?
  ) throws(LabError) -> Replacement {
    do throws(FileError) {
      return try Replacement(of: path) { interruption?.pending != nil }
    } catch {
      if let signal = interruption?.pending { throw .interrupted(signal) }
      throw .unreadable(path, error.problem + "; add ,ro if the guest need not write to it")
    }
  }

  private static func checkContents(
    _ path: String, _ file: Int32, _ size: Int
  ) throws(LabError) {
    var start = [UInt8](repeating: 0, count: 8)
    let count = pread(file, &start, start.count, 0)
    if let format = formats.first(where: { start.prefix(max(count, 0)).starts(with: $0.magic) }) {
      throw .unreadable(path, "is \(format.name), and a raw disk image is needed: \(format.cure)")
    }
    guard size % 512 == 0 else {
      let whole = (size + 511) / 512 * 512
      throw .unreadable(
        path,
        "has \(size) bytes, which is not a multiple of 512: "
          + "truncate -s \(whole) \(path.shellFile)")
    }
  }

  /// Formats that a guest would see as garbage.
  private static let formats: [(magic: [UInt8], name: String, cure: String)] = [
    (Array("QFI".utf8) + [0xfb], "a qcow2 image", convert), (Array("KDMV".utf8), "VMDK", convert),
    (Array("vhdxfile".utf8), "VHDX", convert), (Array("conectix".utf8), "VHD", convert),
    ([0x1f, 0x8b], "compressed", "gunzip"), ([0xfd] + Array("7zXZ".utf8), "compressed", "unxz"),
  ]
  private static let convert = "qemu-img convert -O raw"
}
