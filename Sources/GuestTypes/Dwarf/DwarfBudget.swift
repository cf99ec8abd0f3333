// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// Limits the reading of entries that no compiler would write, by CPU time and by the number of
/// members.
struct DwarfBudget {
  /// The most members in one query. The structures of Xen have about 3,000.
  static let mostMembers = 100_000
  /// The number of entries between checks of the clock, which takes as long as a few entries.
  private static let step = 256

  private let image: String
  private let time = TimeLimit(limit: 0)
  /// The CPU time spent, in nanoseconds.
  private var spent = 0
  /// The start and the end of the time on the thread's clock.
  private var (start, end) = (0, 0)
  private var entries = 0
  private var members = 0

  init(image: String) { self.image = image }

  /// Begins a query.
  mutating func begin() {
    start = TimeLimit.now() - spent
    end = time.end(from: start)
    members = 0
  }

  /// Ends a query; its time stays counted.
  mutating func pause() { spent = TimeLimit.now() - start }

  /// Counts an entry.
  mutating func countEntry() throws(ImageError) {
    entries &+= 1
    if entries % Self.step == 0 { try look() }
  }

  /// Counts a member. Its type may have many entries, so the clock is checked each time.
  mutating func countMember() throws(ImageError) {
    members += 1
    guard members <= Self.mostMembers else {
      throw ImageError(
        image: image, problem: "its structures have more than \(Self.mostMembers) members (DWARF)",
        cure: "give the file as the compiler or linker wrote it")
    }
    try look()
  }

  private func look() throws(ImageError) {
    guard TimeLimit.now() >= end else { return }
    throw ImageError(
      image: image, problem: "its DWARF takes longer than \(time.seconds) s to read",
      cure: "give the file as the compiler or linker wrote it")
  }
}
