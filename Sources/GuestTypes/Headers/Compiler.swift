// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc
import GuestImage
import HypervisorABI

/// The user's C compiler; it must accept gcc's options.
public struct Compiler: Sendable, Equatable {
  /// The limits of one compiler run, because the headers are not trusted. The headers of a real
  /// tree take a tenth of a second and a hundredth of the memory.
  private enum Limit {
    /// In seconds of CPU time.
    static let time = 10
    /// In KiB of address space.
    static let memory = 512 << 10
    /// The size of a written file in units of 512 bytes: 64 MiB.
    static let file = 128 << 10
    /// In seconds of real time, for a compiler that waits for something.
    static let waiting = 60
  }

  /// The program, found by PATH, with the words before all other options, such as `ccache gcc`.
  public let command: [String]

  /// - Parameter command: the command as in a shell, without quotes; nil for $CC, or `gcc` if that
  ///   is not set.
  public init(_ command: String? = nil) {
    let asked = command ?? FileName.variable("CC") ?? ""
    let words = asked.split(separator: " ").map(String.init)
    self.command = words.isEmpty ? ["gcc"] : words
  }

  /// Runs the compiler.
  ///
  /// - Parameters:
  ///   - options: its arguments.
  ///   - tree: the only directory of the user that it may read.
  ///   - directory: our directory, in which its messages are stored.
  /// - Returns: the lines of its messages if it failed; nil if it succeeded.
  /// - Throws: `ImageError` if the compiler cannot be run, takes too long, or reads any other file,
  ///   or if the process is being ended by a signal.
  func complaint(
    about options: [String], within tree: String, in directory: ScratchDirectory
  ) throws(ImageError) -> [String]? {
    guard isThere else { throw cannotRun("no such program") }
    let log = directory.file("complaints")
    let child = try spawn(Self.limited + command + ["-H"] + options, log: log)
    let status = try wait(for: child)
    let text = (try? GuestImage.open(path: log))?.file.string(at: 0) ?? []
    let said = IncludeLog(Self.names(text))
    if let foreign = said.firstFile(outside: [tree, directory.path]) {
      throw ImageError(
        image: tree, problem: "a header of it includes \(foreign), which is not in it",
        cure: "give a tree that is complete")
    }
    return status == 0 ? nil : said.others
  }

  /// The compiler's output as text, with file names decoded from their bytes.
  private static func names(_ bytes: [UInt8]) -> String {
    (bytes.prefix(1 << 24) + [0]).withUnsafeBytes { raw in
      raw.withMemoryRebound(to: CChar.self) { $0.baseAddress.map { FileName.text($0) } ?? "" }
    }
  }

  /// The limits, one per command because dash accepts no more. A lower limit that is already set
  /// stays.
  private static let limits =
    [("v", Limit.memory), ("t", Limit.time), ("f", Limit.file)].map { option, most in
      "ulimit -\(option) \(most) 2>/dev/null; "
    }.joined()

  /// The limits for error messages.
  static let limitsInWords =
    "\(Limit.time) s, \(Limit.memory >> 10) MiB of memory, \(Limit.file >> 11) MiB of a file"

  /// A command prefix that sets the limits.
  private static let limited = ["sh", "-c", limits + "LC_ALL=C exec \"$@\"", "sh"]

  /// Whether the program can be found.
  private var isThere: Bool {
    let name = command[0]
    if name.contains("/") { return FileName.with(name) { access($0, X_OK) == 0 } }
    let path = FileName.variable("PATH") ?? "/usr/bin:/bin"
    return path.split(separator: ":", omittingEmptySubsequences: false).contains {
      FileName.with(($0.isEmpty ? "." : $0) + "/" + name) { access($0, X_OK) == 0 }
    }
  }

  /// The CPU seconds of all runs so far.
  static var spent: Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
    return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
  }

  /// The compiler options for an architecture.
  static func options(for architecture: Architecture) -> [String] {
    [architecture == .i386 ? "-m32" : "-m64"]
  }

  private func spawn(_ command: [String], log: String) throws(ImageError) -> ChildProcess {
    let files = FileName.with(log) {
      (
        open("/dev/null", O_WRONLY | O_CLOEXEC),
        open($0, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
      )
    }
    defer { for file in [files.0, files.1] where file >= 0 { close(file) } }
    do {
      return try ChildProcess(command, files: [STDOUT_FILENO: files.0, STDERR_FILENO: files.1])
    } catch { throw cannotRun(error.reason.description) }
  }

  private func cannotRun(_ reason: String) -> ImageError {
    ImageError(
      image: command[0], problem: "cannot be run: " + reason,
      cure: "install a C compiler, or name one (--cc, $CC)")
  }

  /// - Returns: the exit status, as `ChildProcess.status`.
  private func wait(for child: ChildProcess) throws(ImageError) -> Int32 {
    let end = SteadyTime.now + Limit.waiting * SteadyTime.second
    while child.isRunning() {
      guard SteadyTime.now < end, !EndingSignals.isEnding else {
        child.stop()
        throw ImageError(
          image: command[0], problem: "did not end within \(Limit.waiting) s, or was interrupted",
          cure: "try another compiler (--cc, $CC)")
      }
      usleep(500)
    }
    return child.wait()
  }
}
