// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc

/// The reason why there is no verdict, in one line. The command exits with 2 for `badExpectation`
/// and with 3 for any other.
public enum LabError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Debian packages that are not installed.
  case missingPackages([String])
  /// A file that the user named, and the problem with it.
  case unreadable(String, String)
  /// An option whose pattern is not a regular expression, and the parser's message.
  case badExpectation(String, String)
  /// QEMU ended before a verdict: its status and its last message.
  case machineEnded(Int32, String)
  /// The lab's own dom0 failed before it created the domain.
  case dom0Failed(String)
  /// A system call that failed, and its error number.
  case system(String, Int32)
  /// The signal that interrupted the boot.
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

  /// The error of the last system call.
  static func last(_ call: String) -> LabError { .system(call, errno) }

  /// Runs a function that writes files, and converts its error.
  static func of<R>(_ body: () throws(FileError) -> R) throws(LabError) -> R {
    do {
      return try body()
    } catch {
      throw .unreadable(error.path, error.problem + (error.cure.isEmpty ? "" : "; " + error.cure))
    }
  }
}
