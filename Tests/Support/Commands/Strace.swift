// SPDX-License-Identifier: Apache-2.0

/// A command's system calls that change files, and the command again with one of them hindered,
/// by strace.
public struct Strace: Sendable {
  /// One call of the command.
  public struct Call: Sendable, CustomStringConvertible {
    public let name: String
    /// Counted from 1 among those of its name.
    let occurrence: Int
    /// As strace shows it.
    public let description: String
    /// Whether it writes to standard output or standard error.
    public var isMessage: Bool {
      description.hasPrefix("write(1,") || description.hasPrefix("write(2,")
    }
  }

  public enum Fault: Sendable, Equatable {
    /// The process is killed when it makes the call.
    case kill
    /// It gets this signal then, such as `TERM`.
    case signal(String)
    /// The call fails once, with this error.
    case error(String)
    /// From that call on, every one fails with this error.
    case errors(String)
  }

  /// All by which a file's content, name, owner or mode changes.
  private static let changing = [
    "write", "pwrite64", "ftruncate", "fsync", "syncfs", "mkdir", "rename", "renameat2", "link",
    "linkat", "unlink", "rmdir", "symlink", "chmod", "fchmod", "lchown", "fchown", "utimensat",
    "fsetxattr",
  ]

  private let command: [String]
  /// The same order in every run.
  private static let environment = ["SWIFT_DETERMINISTIC_HASHING": "1"]

  public init(_ command: [String]) { self.command = command }

  /// Runs it to its end.
  ///
  /// - Parameters:
  ///   - folder: the calls that change something, from the first one on that names it.
  ///   - status: with which it ends.
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

  /// Runs it with a fault at one of its calls.
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
