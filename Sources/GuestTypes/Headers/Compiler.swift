// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc
import GuestImage
import HypervisorABI

/// The user's C compiler: any that takes gcc's options.
public struct Compiler: Sendable, Equatable {
  /// What one process of a run may take, for the headers are a stranger's: a tree's take a tenth of
  /// a second and a hundredth of the memory.
  private enum Limit {
    /// CPU seconds.
    static let time = 10
    /// KiB of address space.
    static let memory = 512 << 10
    /// Of a file that is written, in units of 512 bytes: 64 MiB.
    static let file = 128 << 10
    /// Seconds by the clock, for who waits for something that does not come.
    static let waiting = 60
  }

  /// The program, found by PATH, and what stands before all other options: `ccache gcc`.
  public let command: [String]

  /// - Parameter command: as a shell would take it, but for quotes; nil for $CC, and without one
  ///   `gcc`.
  public init(_ command: String? = nil) {
    let asked = command ?? FileName.variable("CC") ?? ""
    let words = asked.split(separator: " ").map(String.init)
    self.command = words.isEmpty ? ["gcc"] : words
  }

  /// How a run ended: what the compiler complained of, line by line; nil when all was well.
  ///
  /// - Parameters:
  ///   - tree: the only folder of the user's that may be read.
  ///   - folder: what is ours, where the complaints are kept meanwhile.
  /// - Throws: when the compiler cannot be run, takes too long, reads another file, or the process
  ///   is to end.
  func complaint(
    about options: [String], within tree: String, in folder: ScratchDirectory
  ) throws(ImageError) -> [String]? {
    guard isThere else { throw cannotRun("no such program") }
    let log = folder.file("complaints")
    let child = try spawn(Self.limited + command + ["-H"] + options, log: log)
    let status = try wait(for: child)
    let text = (try? GuestImage.open(path: log))?.file.string(at: 0) ?? []
    let said = IncludeLog(Self.names(text))
    if let foreign = said.firstFile(outside: [tree, folder.path]) {
      throw ImageError(
        image: tree, problem: "a header of it includes \(foreign), which is not in it",
        cure: "give a tree that is complete")
    }
    return status == 0 ? nil : said.others
  }

  /// What it wrote, in which names of files are bytes.
  private static func names(_ bytes: [UInt8]) -> String {
    (bytes.prefix(1 << 24) + [0]).withUnsafeBytes { raw in
      raw.withMemoryRebound(to: CChar.self) { $0.baseAddress.map { FileName.text($0) } ?? "" }
    }
  }

  /// One at a time, for dash takes no more; one that the user has already, and lower, stays.
  private static let limits =
    [("v", Limit.memory), ("t", Limit.time), ("f", Limit.file)].map { option, most in
      "ulimit -\(option) \(most) 2>/dev/null; "
    }.joined()

  /// For errors.
  static let limitsInWords =
    "\(Limit.time) s, \(Limit.memory >> 10) MiB of memory, \(Limit.file >> 11) MiB of a file"

  /// Puts limits on what follows.
  private static let limited = ["sh", "-c", limits + "LC_ALL=C exec \"$@\"", "sh"]

  /// The program can be found.
  private var isThere: Bool {
    let name = command[0]
    if name.contains("/") { return FileName.with(name) { access($0, X_OK) == 0 } }
    let path = FileName.variable("PATH") ?? "/usr/bin:/bin"
    return path.split(separator: ":", omittingEmptySubsequences: false).contains {
      FileName.with(($0.isEmpty ? "." : $0) + "/" + name) { access($0, X_OK) == 0 }
    }
  }

  /// CPU seconds of all that was run so far.
  static var spent: Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
    return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
  }

  /// What one architecture asks for.
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

  /// - Returns: how it ended, as `ChildProcess.status`.
  private func wait(for child: ChildProcess) throws(ImageError) -> Int32 {
    let end = Self.now() + Limit.waiting * 1_000_000
    while child.isRunning() {
      guard Self.now() < end, !EndingSignals.isEnding else {
        child.stop()
        throw ImageError(
          image: command[0], problem: "did not end within \(Limit.waiting) s, or was interrupted",
          cure: "try another compiler (--cc, $CC)")
      }
      usleep(500)
    }
    return child.wait()
  }

  /// Microseconds that no clock setting changes.
  private static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000_000 + time.tv_nsec / 1000
  }
}
