// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The calls that change a tree; all that an interrupted run can have done is a first part of them.
public protocol TreeDisk: Sendable {
  func makeFolder(_ path: String) throws(PatchError)
  /// A new file.
  func write(_ bytes: [UInt8], to path: String, mode: UInt32) throws(PatchError)
  /// In one step; what stood there is gone.
  func move(_ path: String, to other: String) throws(PatchError)
  func removeFile(_ path: String) throws(PatchError)
  /// Only when it is empty.
  func removeFolder(_ path: String) throws(PatchError)
  /// What was written so far outlives a power cut.
  func settle(_ folder: String) throws(PatchError)
}

extension TreeDisk {
  /// A folder and all that is in it; links are removed, not followed.
  func removeAll(_ path: String) throws(PatchError) {
    guard KitFile.isFolder(path) else { return try removeFile(path) }
    for name in try KitFile.names(path) ?? [] { try removeAll(path + "/" + name) }
    try removeFolder(path)
  }
}

/// The system's own.
public struct RealDisk: TreeDisk {
  public init() {}

  public func makeFolder(_ path: String) throws(PatchError) {
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw .system(path) }
  }

  public func write(_ bytes: [UInt8], to path: String, mode: UInt32) throws(PatchError) {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw .system(path) }
    let isWritten = Self.writeAll(bytes, to: file) && fchmod(file, mode) == 0
    let error = PatchError.system(path)
    guard close(file) == 0, isWritten else { throw error }
  }

  private static func writeAll(_ bytes: [UInt8], to file: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  public func move(_ path: String, to other: String) throws(PatchError) {
    guard rename(path, other) == 0 else { throw .system(other) }
  }

  public func removeFile(_ path: String) throws(PatchError) {
    guard unlink(path) == 0 || errno == ENOENT else { throw .system(path) }
  }

  public func removeFolder(_ path: String) throws(PatchError) {
    guard rmdir(path) == 0 || [ENOENT, ENOTEMPTY, EEXIST].contains(errno) else {
      throw .system(path)
    }
  }

  public func settle(_ folder: String) throws(PatchError) {
    let file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else { throw .system(folder) }
    defer { close(file) }
    guard syncfs(file) == 0 else { throw .system(folder) }
  }
}
