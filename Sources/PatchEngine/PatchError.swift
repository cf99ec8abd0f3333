// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc

/// A kit, an entry or a tree cannot be used. Nothing was changed.
public struct PatchError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong: a path, with the line if it is known (`patches/xen/1010-entry/entry:12`).
  public let place: String
  /// What is wrong with it.
  public let problem: String
  /// How to fix it; empty if the problem itself says so.
  public let cure: String

  /// Makes an error from its place, the problem and how to fix it.
  public init(_ place: String, _ problem: String, cure: String = "") {
    self.place = place
    self.problem = problem
    self.cure = cure
  }

  /// Makes an error with the system's description of errno.
  static func system(_ place: String) -> PatchError {
    PatchError(place, String(cString: strerror(errno)))
  }

  /// Runs work on files, and converts a `FileError` to a `PatchError`.
  static func of<R>(_ work: () throws(FileError) -> R) throws(PatchError) -> R {
    do throws(FileError) {
      return try work()
    } catch {
      throw PatchError(error.path, error.problem, cure: error.cure)
    }
  }

  public var description: String {
    "\(place): \(problem)" + (cure.isEmpty ? "" : "; \(cure)")
  }
}
