// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc

/// Why a kit, an entry or a tree cannot be worked with; nothing has been changed then.
public struct PatchError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong: a file, with its line where that is known (`xen/1010-entry.entry:12`).
  public let place: String
  /// What is wrong there.
  public let problem: String
  /// What to do about it; empty when the problem says it.
  public let cure: String

  public init(_ place: String, _ problem: String, cure: String = "") {
    self.place = place
    self.problem = problem
    self.cure = cure
  }

  /// The system's reason, from errno.
  static func system(_ place: String) -> PatchError {
    PatchError(place, String(cString: strerror(errno)))
  }

  /// Runs what works at files; what is wrong with them is wrong with the tree or kit.
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
