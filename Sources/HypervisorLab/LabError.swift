// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc

/// Why there is no verdict. One line each; the command exits with 2 for `badExpectation` and with
/// 3 for the rest.
public enum LabError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Debian packages that the lab needs and did not find.
  case missingPackages([String])
  /// A file that was named by the user, and what is wrong with it.
  case unreadable(String, String)
  /// An option's pattern is no regular expression; the option with it, and the parser's words.
  case badExpectation(String, String)
  /// QEMU ended before Xen said anything that decides: its status and the last that it said.
  case machineEnded(Int32, String)
  /// The lab's own dom0 did not get as far as creating the domain.
  case dom0Failed(String)
  /// A system call failed.
  case system(String, Int32)
  /// A signal that asked us to stop.
  case interrupted(Int32)

  public var description: String {
    switch self {
    case .missingPackages(let names):
      "booting needs Debian packages that are not installed: \(names.joined(separator: " ")); "
        + "run as root: apt-get install -y \(names.joined(separator: " "))"
    case .unreadable(let path, let problem): "\(path): \(problem)"
    case .badExpectation(let pattern, let problem):
      "\(pattern): not a regular expression: \(problem)"
    case .machineEnded(let status, let said):
      "QEMU ended with status \(status) before Xen decided" + (said.isEmpty ? "" : ": \(said)")
    case .dom0Failed(let problem): "the dom0 that creates the domain failed: \(problem)"
    case .system(let call, let code): "\(call): \(String(cString: strerror(code)))"
    case .interrupted(let signal): "interrupted by signal \(signal)"
    }
  }

  /// The error of the system call that just failed.
  static func last(_ call: String) -> LabError { .system(call, errno) }

  /// Runs what writes files.
  static func of<R>(_ body: () throws(FileError) -> R) throws(LabError) -> R {
    do {
      return try body()
    } catch {
      throw .unreadable(error.path, error.problem + (error.cure.isEmpty ? "" : "; " + error.cure))
    }
  }
}
