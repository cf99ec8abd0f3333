// SPDX-License-Identifier: Apache-2.0

import Base
@preconcurrency import Glibc
import Synchronization

/// The progress of a command with many images: one line on a terminal, which is removed at the end.
/// Nothing is shown if standard error is not a terminal.
struct Progress {
  /// The number of inputs: files, and one for the end of each directory; nil during the search for
  /// files.
  let total: Int?
  private(set) var done = 0
  private(set) var images = 0
  private(set) var findings = 0
  private(set) var failures = 0
  private let isShown: Bool
  private let start: Int
  private var drawn = 0
  private var isVisible = false

  /// Nanoseconds before the line is first shown, so that fast commands show none.
  fileprivate static let delay = 500_000_000
  /// The minimum time between two updates in nanoseconds.
  private static let pause = 100_000_000

  /// - Parameter total: nil for the search for files.
  init(total: Int? = nil, isShown: Bool = true) {
    self.total = total
    self.isShown = isShown && isatty(STDERR_FILENO) == 1
    start = SteadyTime.now
  }

  /// Shows what is being done and for how long while one long step runs, of which nobody knows how
  /// much is left: `packing 61 MiB by xz; 0:12`.
  ///
  /// - Parameter words: what is being done; nil to show nothing.
  static func during<Outcome>(
    _ words: String?, _ step: () throws -> Outcome
  ) rethrows -> Outcome {
    guard let words, isatty(STDERR_FILENO) == 1 else { return try step() }
    let line = StepLine(words)
    // Without a thread, nothing is shown.
    _ = try? Worker.start { line.keepUpdated() }
    defer { line.end() }
    return try step()
  }

  /// Shows how many files there are already while a directory is searched.
  static func whileSearching<Found>(
    _ search: (_ found: (Int) -> Void) throws -> Found
  ) rethrows -> Found {
    var progress = Progress()
    defer { progress.hide() }
    return try search { progress.find($0) }
  }

  mutating func count(_ status: ExitStatus) {
    images += 1
    findings += status == .findings ? 1 : 0
    failures += status == .failed ? 1 : 0
    draw()
  }

  mutating func advance(to done: Int) {
    self.done = done
    draw()
  }

  /// Shows the number of files that were found so far.
  mutating func find(_ files: Int) {
    done = files
    draw()
  }

  /// The text of the line: `340 files found; 0:12` during the search, then
  /// `12 of 340 files; 57 images, 3 with findings, 1 not judged; 0:12, about 5:20 left`.
  func text(after seconds: Int) -> String {
    guard let total else { return "\(done) files found; " + Self.clock(seconds) }
    let found = findings > 0 ? ", \(findings) with findings" : ""
    let failed = failures > 0 ? ", \(failures) not judged" : ""
    let left = done > 0 ? ", about \(Self.clock(seconds * (total - done) / done)) left" : ""
    return "\(done) of \(total) files; \(images) images\(found)\(failed); "
      + Self.clock(seconds) + left
  }

  fileprivate static func clock(_ seconds: Int) -> String {
    let rest = seconds % 60
    return "\(seconds / 60):\(rest < 10 ? "0" : "")\(rest)"
  }

  private mutating func draw() {
    guard isShown else { return }
    let now = SteadyTime.now
    guard now - start > Self.delay, now - drawn > Self.pause else { return }
    (drawn, isVisible) = (now, true)
    fputs("\r\u{1b}[K" + text(after: (now - start) / SteadyTime.second), stderr)
  }

  /// Removes the line before something else is written.
  mutating func hide() {
    guard isVisible else { return }
    isVisible = false
    fputs("\r\u{1b}[K", stderr)
    fflush(stderr)
  }
}

/// The line of one step on a terminal, which a thread updates.
private final class StepLine: Sendable {
  private struct State {
    var isOver = false
    var isVisible = false
  }

  private let words: String
  private let start = SteadyTime.now
  /// Held while the line is written, so that nothing is written after the end.
  private let state = Mutex(State())

  init(_ words: String) { self.words = words }

  /// Updates the line until the end.
  func keepUpdated() {
    while !update() { usleep(200_000) }
  }

  /// Returns whether the step is over.
  private func update() -> Bool {
    state.withLock { state in
      let elapsed = SteadyTime.now - start
      guard !state.isOver, elapsed > Progress.delay else { return state.isOver }
      state.isVisible = true
      fputs("\r\u{1b}[K\(words); " + Progress.clock(elapsed / SteadyTime.second), stderr)
      return false
    }
  }

  /// Removes the line.
  func end() {
    state.withLock { state in
      state.isOver = true
      guard state.isVisible else { return }
      fputs("\r\u{1b}[K", stderr)
      fflush(stderr)
    }
  }
}
