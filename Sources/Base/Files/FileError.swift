// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemPackage

/// Why a file or directory could not be read or written.
public struct FileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What could not be read or written, as the user named it.
  public let path: String
  /// What is wrong with it.
  public let problem: String
  /// What to do about it; empty when the problem says it.
  public let cure: String

  public init(_ path: String, _ problem: String, cure: String = "") {
    (self.path, self.problem, self.cure) = (path, problem, cure)
  }

  public init(_ path: FilePath, _ problem: String, cure: String = "") {
    self.init(path.string, problem, cure: cure)
  }

  /// The system's reason.
  public init(_ path: FilePath, _ error: Errno) {
    self.init(path, error.description, cure: Self.cures[error] ?? "")
  }

  /// What the reason alone does not say.
  private static let cures: [Errno: String] = [
    .noSuchFileOrDirectory: "check the path: the directory must be there",
    .notDirectory: "check the path",
    .isDirectory: "name a file",
    .tooManySymbolicLinkLevels: "check where the symbolic links of the path lead",
    .noSuchAddressOrDevice: "name a file: a socket cannot be opened",
    .resourceBusy: "name another file: something is mounted there, or it is in use",
    .notPermitted: "look at its attributes and its directory's (lsattr), or name another file",
    .permissionDenied: "change the permissions, or name another place",
    .readOnlyFileSystem: "name a place on another file system",
    .noSpace: "free space, or name a place on another file system",
    .fileTooLarge: "raise the limit on the size of files (ulimit -f)",
    .tooManyOpenFiles: "raise the limit on open files (ulimit -n)",
    .directoryNotEmpty: "try again: something else was written there meanwhile",
    .fileExists: "try again: something else was written there meanwhile",
  ]

  public var description: String {
    "\(path): \(problem)".printable + (cure.isEmpty ? "" : "; \(cure)".printable)
  }
}

extension FileError {
  /// Runs calls of the system on a path; an error of theirs is thrown with the path.
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

  /// For a call that says by its result whether it failed, and why in errno.
  static func check(_ path: FilePath, _ result: CInt) throws(FileError) {
    guard result != 0 else { return }
    throw FileError(path, .last)
  }
}

extension Errno {
  /// Why the last call of the C library failed.
  static var last: Errno { Errno(rawValue: errno) }
}
