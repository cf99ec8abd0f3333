// SPDX-License-Identifier: Apache-2.0

import CLinux
import Glibc
import SystemPackage

/// Writes a file that the user named, new or existing, as a whole.
///
/// A regular file is replaced atomically: whatever happens, it has its old content or its new one.
/// Its owner, mode and access control list are kept, and so is a symbolic link that leads to it. A
/// pipe or device is written to directly, and so is an open descriptor: `-`, `/dev/stdout`,
/// `/dev/fd/3`.
public enum Output {
  /// The name of standard output.
  public static let standard = "-"

  /// Writes text as UTF-8; see `write(_:to:)` for bytes.
  public static func write(_ text: String, to name: String) throws(FileError) {
    try write(Array(text.utf8), to: name)
  }

  /// Writes bytes to a named file.
  public static func write(_ bytes: [UInt8], to name: String) throws(FileError) {
    try bytes.withUnsafeBufferPointer { buffer throws(FileError) in
      try write(UnsafeRawBufferPointer(buffer), to: name)
    }
  }

  /// Writes bytes to a named file.
  ///
  /// - Parameters:
  ///   - bytes: the whole new content.
  ///   - name: the file's path; `-` is standard output.
  /// - Throws: `FileError`; a regular file then keeps its old content.
  public static func write(_ bytes: UnsafeRawBufferPointer, to name: String) throws(FileError) {
    let destination = try Destination(name)
    switch destination {
    case .descriptor(let file):
      // Flush first, so that what was printed earlier comes first.
      fflush(nil)
      try FileError.of(FilePath(named: name)) { try file.writeWhole(bytes) }
    case .special(let path):
      try FileError.of(FilePath(named: name)) {
        let file = try FileDescriptor.open(path, .writeOnly, options: [.closeOnExec])
        try file.closeAfter { try file.writeWhole(bytes) }
      }
    case .file(let path, let present):
      try EndingSignals.whileHeld { () throws(FileError) in
        try replace(path, present, with: bytes, named: FilePath(named: name))
      }
    }
  }

  /// Checks that a file can be written, so that a long run does not end with an error that could be
  /// known before it. A regular file is not changed.
  ///
  /// - Throws: `FileError`, the one that `write(_:to:)` would throw now.
  public static func check(_ name: String) throws(FileError) {
    guard case .file(let path, let present) = try Destination(name) else { return }
    try EndingSignals.whileHeld { () throws(FileError) in
      try fresh(for: path, present, named: FilePath(named: name)).remove()
    }
  }

  /// Whether writing to this name would replace a file that is not empty.
  public static func replacesSomething(_ name: String) throws(FileError) -> Bool {
    guard case .file(_, let present?) = try Destination(name) else { return false }
    return present.size > 0
  }

  /// Whether the name leads to standard output: `-`, `/dev/stdout`, or another open descriptor of
  /// the same file. What is written there is mixed with what the process prints.
  public static func isStandard(_ name: String) -> Bool {
    guard case .descriptor(let file)? = try? Destination(name) else { return false }
    guard file != .standardOutput else { return true }
    guard let own = try? FileDescriptor.standardOutput.stat(), let other = try? file.stat() else {
      return false
    }
    return (own.deviceID, own.inode) == (other.deviceID, other.inode)
  }

  private static func replace(
    _ path: FilePath, _ present: Stat?, with bytes: UnsafeRawBufferPointer, named name: FilePath
  ) throws(FileError) {
    let fresh = try fresh(for: path, present, named: name)
    do {
      let file = fresh.descriptor
      try FileError.of(name) { try file.writeWhole(bytes) }
      if let present { try file.take(present, of: path, named: name) }
      try FileError.check(name, fsync(file.rawValue))
      try fresh.move(to: path)
    } catch {
      fresh.remove()
      throw FileError(name, error.problem, cure: error.cure)
    }
  }

  private static func fresh(
    for path: FilePath, _ present: Stat?, named name: FilePath
  ) throws(FileError) -> Temporary {
    do {
      let mode: CModeT = present == nil ? 0o666 : 0o600
      return try Temporary(in: path.parent, .file(FilePermissions(rawValue: mode)))
    } catch {
      guard present != nil else {
        // Special file systems, such as /proc, answer "no such file" when a file cannot be created.
        // A name that is a number is a descriptor that is not open, and keeps that message.
        let isNone = error.problem == Errno.noSuchFileOrDirectory.description
        let isNumber = path.lastComponent.flatMap { Int($0.string) } != nil
        guard isNone, !isNumber, (try? path.parent.statusFollowed())?.type == .directory else {
          throw FileError(name, error.problem, cure: error.cure)
        }
        throw FileError(
          name, "cannot create a file in that directory",
          cure: "name a file in another directory, or use standard output (-)")
      }
      throw FileError(
        name,
        "its new content must first be written to the same directory, but there: \(error.problem)",
        cure: "name a file in another directory, or use standard output (-)")
    }
  }
}

/// The kind of file that a name for output refers to.
enum Destination {
  case descriptor(FileDescriptor)
  /// A pipe, a device or another process's descriptor, which a file cannot replace.
  case special(FilePath)
  /// A regular file, with symbolic links resolved, and its status; nil if it does not exist yet.
  case file(FilePath, Stat?)

  /// The maximum number of symbolic links to follow, as many as Linux follows.
  private static let mostLinks = 40

  init(_ name: String) throws(FileError) {
    if name == Output.standard {
      self = .descriptor(.standardOutput)
      return
    }
    guard !name.isEmpty else { throw FileError("\"\"", "is not a file's name") }
    guard name.last != "/" else { throw FileError(name, "is a directory's name") }
    var path = FilePath(named: name)
    for _ in 0..<Self.mostLinks {
      guard let status = try path.status() else {
        self = .file(path, nil)
        return
      }
      if status.type != .symbolicLink {
        self = try Self.end(path, status, name)
        return
      }
      // The kernel may refuse to follow a link that another user made in /tmp (protected_symlinks).
      // This call then fails too.
      _ = try path.statusFollowed()
      if let file = path.openDescriptor {
        self = .descriptor(file)
        return
      }
      if path.isInProc {
        self = .special(path)
        return
      }
      path = try path.target()
    }
    throw FileError(FilePath(named: name), .tooManySymbolicLinkLevels)
  }

  private static func end(
    _ path: FilePath, _ status: Stat, _ name: String
  ) throws(FileError) -> Destination {
    switch status.type {
    case .directory: throw FileError(FilePath(named: name), .isDirectory)
    case .regular:
      guard path.withPlatformString({ faccessat(AT_FDCWD, $0, W_OK, AT_EACCESS) }) == 0 else {
        throw FileError(FilePath(named: name), .last)
      }
      return .file(path, status)
    default: return .special(path)
    }
  }
}

extension FilePath {
  /// The target of a symbolic link, relative to where this path starts.
  fileprivate func target() throws(FileError) -> FilePath {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let count = withPlatformString { readlink($0, &buffer, Int(PATH_MAX)) }
    guard count >= 0 else { throw FileError(self, .last) }
    return parent.pushing(FilePath(platformString: buffer))
  }

  /// Whether the path is in a proc file system, where links do not lead to ordinary paths.
  fileprivate var isInProc: Bool {
    var system = statfs()
    return parent.withPlatformString { statfs($0, &system) } == 0
      && system.f_type == PROC_SUPER_MAGIC
  }

  /// The descriptor of this process that the path refers to, such as `/proc/self/fd/1`.
  fileprivate var openDescriptor: FileDescriptor? {
    guard isInProc, let number = lastComponent.flatMap({ CInt($0.string) }) else { return nil }
    for own in ["/proc/self/fd", "/proc/thread-self/fd", "/proc/\(getpid())/fd"] {
      guard let ours = try? FilePath(own).statusFollowed(),
        let here = try? parent.statusFollowed()
      else { continue }
      if (ours.deviceID, ours.inode) == (here.deviceID, here.inode) {
        return FileDescriptor(rawValue: number)
      }
    }
    return nil
  }
}
