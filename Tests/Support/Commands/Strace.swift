// SPDX-License-Identifier: Apache-2.0

/// Uses strace to list a command's system calls that change files, and to run it again with a fault
/// at one of them.
public struct Strace: Sendable {
  /// A system call of the command.
  public struct Call: Sendable, CustomStringConvertible {
    public let name: String
    /// Its number among the calls of its name, from 1.
    let occurrence: Int
    /// The line that strace prints.
    public let description: String
    /// Whether it writes to standard output or standard error.
    public var isMessage: Bool { description.hasPrefix("write(1,") || isOnStandardError }
    /// Whether it writes to standard error.
    public var isOnStandardError: Bool { description.hasPrefix("write(2,") }
  }

  public enum Fault: Sendable, Equatable {
    /// The process is killed when it makes the call.
    case kill
    /// The process gets a signal, such as `TERM`, when it makes the call.
    case signal(String)
    /// The call fails once with this error.
    case error(String)
    /// This call and all later ones fail with this error.
    case errors(String)
  }

  /// The calls that change a file's content, name, owner or mode.
  private static let changing = [
    "write", "pwrite64", "ftruncate", "fsync", "syncfs", "mkdir", "rename", "renameat2", "link",
    "linkat", "unlink", "rmdir", "symlink", "chmod", "fchmod", "lchown", "fchown", "utimensat",
    "fsetxattr",
  ]

  private let command: [String]
  /// Makes the order of calls the same in every run.
  private static let environment = ["SWIFT_DETERMINISTIC_HASHING": "1"]

  public init(_ command: [String]) { self.command = command }

  /// Runs the command until it ends.
  ///
  /// - Parameters:
  ///   - folder: a directory; the list begins with the first call that names it.
  ///   - status: the expected exit status.
  /// - Returns: the calls that change something.
  public func calls(in folder: String, status: Int32 = 0) throws -> [Call] {
    let log = folder + ".strace"
    defer { _ = try? Command.run(["rm", "-f", log]) }
    let result = try run([
      "-o", log, "-s", "256", "-e", "trace=openat," + Self.changing.joined(separator: ","),
    ])
    guard result.status == status else {
      throw Missing(what: "\(command) under strace: \(result.errors)")
    }
    var counts: [Substring: Int] = [:]
    var calls: [Call] = []
    for line in try Command.run(["cat", log]).output.split(separator: "\n") {
      let text = line.drop { $0.isNumber || $0 == " " }
      guard let end = text.firstIndex(of: "("), !text.hasPrefix("<") else { continue }
      counts[text[..<end], default: 0] += 1
      guard !calls.isEmpty || text.contains(folder) else { continue }
      guard !text.hasPrefix("openat") || text.contains("O_CREAT") || text.contains("O_TMPFILE")
      else { continue }
      calls.append(
        Call(
          name: String(text[..<end]), occurrence: counts[text[..<end]] ?? 0,
          description: String(text)))
    }
    return calls
  }

  /// Runs the command with a fault at one of its calls.
  public func run(
    _ fault: Fault, at index: Int, of calls: [Call]
  ) throws -> CommandResult {
    let call = calls[index]
    let once = "inject=\(call.name):when=\(call.occurrence):"
    switch fault {
    case .kill: return try run(["-e", once + "signal=KILL"])
    case .signal(let name): return try run(["-e", once + "signal=\(name)"])
    case .error(let name): return try run(["-e", once + "error=\(name)"])
    case .errors(let name):
      let rest = Self.changing.compactMap { changing in
        calls[index...].first { $0.name == changing }.map {
          "inject=\(changing):error=\(name):when=\($0.occurrence)+"
        }
      }
      return try run(rest.flatMap { ["-e", $0] })
    }
  }

  private func run(_ options: [String]) throws -> CommandResult {
    let trace = options.contains("-o") ? [] : ["-o", "/dev/null"]
    return try Command.run(
      ["strace", "-f", "-qq"] + trace + options + ["--"] + command, environment: Self.environment)
  }
}
