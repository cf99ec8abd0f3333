// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemPackage

/// A file or directory could not be read or written.
public struct FileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The path, as the user named it.
  public let path: String
  /// What is wrong with the path.
  public let problem: String
  /// How to fix it; empty if the problem itself says so.
  public let cure: String

  /// An error for a path that is text.
  public init(_ path: String, _ problem: String, cure: String = "") {
    (self.path, self.problem, self.cure) = (path, problem, cure)
  }

  /// An error for a file path.
  public init(_ path: FilePath, _ problem: String, cure: String = "") {
    self.init(path.string, problem, cure: cure)
  }

  /// Makes an error with the system's description, and a cure if there is one for that error
  /// number.
  public init(_ path: FilePath, _ error: Errno) {
    self.init(path, error.description, cure: Self.cures[error] ?? "")
  }

  /// The cures for the system's errors whose description does not suggest one.
  private static let cures: [Errno: String] = [
    .noSuchFileOrDirectory: "check the path: the directory must exist",
    .notDirectory: "check the path",
    .isDirectory: "name a file",
    .tooManySymbolicLinkLevels: "check the targets of the symbolic links in the path",
    .noSuchAddressOrDevice: "name a file: a socket cannot be opened",
    .resourceBusy: "name another file: something is mounted there, or it is in use",
    .notPermitted: "check its attributes and those of its directory (lsattr), or name another file",
    .permissionDenied: "change the permissions, or name another place",
    .readOnlyFileSystem: "name a place on another file system",
    .noSpace: "free space, or name a place on another file system",
    .fileTooLarge: "raise the limit on the size of files (ulimit -f)",
    .tooManyOpenFiles: "raise the limit on open files (ulimit -n)",
    .directoryNotEmpty: "try again: another program wrote there in the meantime",
    .fileExists: "try again: another program wrote there in the meantime",
  ]

  public var description: String {
    "\(path): \(problem)".printable + (cure.isEmpty ? "" : "; \(cure)".printable)
  }
}

extension FileError {
  /// Runs system calls on a path. An `Errno` that they throw becomes a `FileError` with the path.
  static func of<R: ~Copyable>(
    _ path: FilePath, _ calls: () throws -> R
  ) throws(FileError) -> R {
    do {
      return try calls()
    } catch let error as FileError {
      throw error
    } catch {
      throw FileError(path, error as? Errno ?? .ioError)
    }
  }

  /// Checks the result of a call of the C library that returns nonzero on failure and sets errno.
  static func check(_ path: FilePath, _ result: CInt) throws(FileError) {
    guard result != 0 else { return }
    throw FileError(path, .last)
  }
}

extension Errno {
  /// The error number of the last failed call of the C library.
  static var last: Errno { Errno(rawValue: errno) }
}
