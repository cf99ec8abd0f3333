// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Why a tree or a file was not written; what was there before is untouched.
public struct WriteError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What could not be written.
  public let path: String
  /// What is wrong, and what to do about it.
  public let problem: String

  init(_ path: String, _ problem: String) {
    self.path = path
    self.problem = problem
  }

  /// The system's reason, from errno.
  init(_ path: String) { self.init(path, String(cString: strerror(errno))) }

  public var description: String { "\(path): \(problem)" }
}
