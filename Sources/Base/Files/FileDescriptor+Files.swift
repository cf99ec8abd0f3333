// SPDX-License-Identifier: Apache-2.0

import CLinux
import Glibc
import SystemPackage

extension FileDescriptor {
  /// The maximum number of bytes per write, so that a signal is noticed between two writes.
  private static let portion = 4 << 20

  /// Writes all bytes.
  ///
  /// - Throws: `Errno.interrupted` if a held signal asks the process to end; else the system's
  ///   error.
  func writeWhole(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes
    while !rest.isEmpty {
      if EndingSignals.isEnding { throw Errno.interrupted }
      do {
        let count = try write(
          UnsafeRawBufferPointer(rebasing: rest.prefix(Self.portion)), retryOnInterrupt: false)
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
      } catch Errno.interrupted {
        continue
      } catch Errno.wouldBlock {
        // The descriptor is a pipe that another program made non-blocking: wait until it takes
        // bytes.
        var waiting = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
        poll(&waiting, 1, -1)
      }
    }
  }

  /// Gives this new file the owner, mode and access control list of the file that it will replace.
  ///
  /// - Parameters:
  ///   - present: the status of the file to be replaced.
  ///   - path: the file to be replaced, whose extended attributes are copied.
  ///   - name: the path to name in an error.
  func take(_ present: Stat, of path: FilePath, named name: FilePath) throws(FileError) {
    let owner = Owner(present)
    let own = try FileError.of(name) { Owner(try stat()) }
    if own != owner, fchown(rawValue, owner.user, owner.group) != 0 {
      throw FileError(
        name,
        "belongs to user \(owner.user), group \(owner.group), and the file that replaces it cannot be given to them",
        cure: "run pvkit as that user, or make the file yours (chown)")
    }
    try FileError.check(name, fchmod(rawValue, Self.modeOfNewContent(present.permissions.rawValue)))
    copyAttributes(of: path)
  }

  /// The mode for new content: set-user-ID and set-group-ID are cleared, because they were granted
  /// to the old content. The kernel does the same when a file is written. A set-group-ID bit on a
  /// file that its group cannot execute does not grant anything and stays.
  private static func modeOfNewContent(_ mode: CModeT) -> CModeT {
    let isForGroup = mode & (S_ISGID | S_IXGRP) == S_ISGID | S_IXGRP
    return mode & ~(S_ISUID | (isForGroup ? S_ISGID : 0))
  }

  /// Copies the extended attributes that users set, as far as both file systems support them.
  private func copyAttributes(of path: FilePath) {
    let source = path.string
    var names = [CChar](repeating: 0, count: 1 << 16)
    let length = listxattr(source, &names, names.count)
    guard length > 0 else { return }
    var value = [UInt8](repeating: 0, count: 1 << 16)
    for part in names[..<length].split(separator: 0) {
      let name = String(decoding: part.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      guard name.hasPrefix("user.") || name == "system.posix_acl_access" else { continue }
      let count = getxattr(source, name, &value, value.count)
      if count >= 0 { fsetxattr(rawValue, name, value, count, 0) }
    }
  }
}
