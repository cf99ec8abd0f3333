// SPDX-License-Identifier: Apache-2.0

import Base
@preconcurrency import Glibc
import Synchronization

/// The progress of a command with many images: one line on a terminal, which is removed at the end.
/// Nothing is shown if standard error is not a terminal. A thread updates the line, so that the time
/// goes on while one file takes long.
struct Progress: Sendable {
  /// The number of inputs: files, and one for the end of each directory; nil during the search for
  /// files.
  let total: Int?
  private(set) var done = 0
  private(set) var images = 0
  private(set) var findings = 0
  private(set) var failures = 0
  /// The sizes of the first 0, 1, 2, … inputs together, in bytes.
  private let sums: [Int]
  private let line: ProgressLine?

  /// Nanoseconds before the line is first shown, so that fast commands show none.
  fileprivate static let delay = 500_000_000

  /// The most bytes of one input to count; sparse files can have any size.
  private static let mostBytes = 1 << 36
  /// The longest time that is shown as left, in seconds.
  private static let longest = 999.0 * 3600

  /// - Parameter sizes: the sizes of the inputs in bytes, 0 where it is not known; nil for the search
  ///   for files.
  init(sizes: [Int]? = nil, isShown: Bool = true) {
    total = sizes?.count
    sums = (sizes ?? []).reduce(into: [0]) { all, size in
      all.append((all.last ?? 0) + min(size, Self.mostBytes))
    }
    line = isShown && isatty(STDERR_FILENO) == 1 ? ProgressLine() : nil
    line?.start()
  }

  /// Shows what is being done and for how long while one long step runs, of which nobody knows how
  /// much is left: `packing 61 MiB by xz; 0:12`. If standard error is not a terminal, it is said once,
  /// before the step.
  ///
  /// - Parameter words: what is being done; nil to show nothing.
  static func during<Outcome>(
    _ words: String?, _ step: () throws -> Outcome
  ) rethrows -> Outcome {
    guard let words else { return try step() }
    guard isatty(STDERR_FILENO) == 1 else {
      complain("pvkit: \(words)")
      return try step()
    }
    let line = ProgressLine()
    line.show { "\(words); " + clock($0) }
    line.start()
    defer { line.end() }
    return try step()
  }

  /// Shows how many files there are already while a directory is searched.
  static func whileSearching<Found>(
    _ search: (_ found: (Int) -> Void) throws -> Found
  ) rethrows -> Found {
    var progress = Progress()
    defer { progress.end() }
    return try search { progress.find($0) }
  }

  mutating func count(_ status: ExitStatus) {
    images += 1
    findings += status == .findings ? 1 : 0
    failures += status == .failed ? 1 : 0
    show()
  }

  mutating func advance(to done: Int) {
    self.done = done
    show()
  }

  /// Shows the number of files that were found so far.
  mutating func find(_ files: Int) {
    done = files
    show()
  }

  /// The text of the line: `340 files found; 0:12` during the search, then
  /// `12 of 340 files; 57 images, 3 with findings, 1 not judged; 0:12, about 5:20 left`.
  func text(after seconds: Int) -> String {
    guard let total else { return "\(counted(done, "file")) found; " + Self.clock(seconds) }
    let found = findings > 0 ? ", \(findings) with findings" : ""
    let failed = failures > 0 ? ", \(failures) not judged" : ""
    let rest = left(after: seconds).map { ", about \(Self.clock($0)) left" } ?? ""
    return "\(done) of \(counted(total, "file")); \(counted(images, "image"))\(found)\(failed); "
      + Self.clock(seconds) + rest
  }

  /// The seconds that are left if what is left takes as long for each byte as what is done; nil if
  /// that is not known: the last files may be pipes, or the first one not be done yet.
  private func left(after seconds: Int) -> Int? {
    guard sums.indices.contains(done) else { return nil }
    let (part, whole) = (sums[done], sums[sums.count - 1])
    guard part > 0, part < whole else { return nil }
    return Int(min(Double(seconds) * Double(whole - part) / Double(part), Self.longest))
  }

  fileprivate static func clock(_ seconds: Int) -> String {
    let rest = seconds % 60
    return "\(seconds / 60):\(rest < 10 ? "0" : "")\(rest)"
  }

  /// Shows the line, with the numbers of now.
  func show() {
    guard let line else { return }
    let now = self
    line.show { now.text(after: $0) }
  }

  /// Removes the line before something else is written, until `show`.
  func hide() { line?.hide() }

  /// Removes the line for good.
  func end() { line?.end() }
}

/// A line on a terminal with the time that has passed, which a thread updates.
private final class ProgressLine: Sendable {
  private struct State {
    /// The text after a number of seconds; nil while nothing is to be shown.
    var text: (@Sendable (Int) -> String)?
    var isOver = false
    var isVisible = false
  }

  private let began = SteadyTime.now
  /// Held while the line is written, so that nothing is written after the end.
  private let state = Mutex(State())

  /// Starts the thread. Without it, nothing is shown.
  func start() { _ = try? Worker.start { self.keepUpdated() } }

  /// Sets the text, which is shown from the next update on.
  func show(_ text: @escaping @Sendable (_ seconds: Int) -> String) {
    state.withLock { $0.text = text }
  }

  /// Removes the line until the next `show`.
  func hide() {
    state.withLock { state in
      state.text = nil
      Self.erase(&state)
    }
  }

  /// Removes the line for good.
  func end() {
    state.withLock { state in
      state.isOver = true
      state.text = nil
      Self.erase(&state)
    }
  }

  private static func erase(_ state: inout State) {
    guard state.isVisible else { return }
    state.isVisible = false
    fputs("\r\u{1b}[K", stderr)
    fflush(stderr)
  }

  /// Updates the line until the end.
  private func keepUpdated() {
    while !update() { usleep(200_000) }
  }

  /// Returns whether the step is over.
  private func update() -> Bool {
    state.withLock { state in
      let elapsed = SteadyTime.now - began
      guard !state.isOver, elapsed > Progress.delay, let text = state.text else {
        return state.isOver
      }
      state.isVisible = true
      fputs("\r\u{1b}[K" + text(elapsed / SteadyTime.second), stderr)
      return false
    }
  }
}
