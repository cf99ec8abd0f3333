// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// Ends the reading of entries that no compiler wrote: by the CPU time that it takes, and by the
/// members that are asked for.
struct DwarfEffort {
  /// Of all structures of one question together; Xen's have some 3,000.
  static let mostMembers = 100_000
  /// Entries between looks at the clock, which costs as much as a few of them.
  private static let step = 256

  private let image: String
  private let time = TimeLimit(limit: 0)
  /// CPU time spent, in nanoseconds.
  private var spent = 0
  /// When the time began and when it is over, by the thread's clock.
  private var (start, end) = (0, 0)
  private var entries = 0
  private var members = 0

  init(image: String) { self.image = image }

  /// A question begins.
  mutating func begin() {
    start = TimeLimit.now() - spent
    end = time.end(from: start)
    members = 0
  }

  /// The question is answered; what it took counts on.
  mutating func pause() { spent = TimeLimit.now() - start }

  /// One more entry of many.
  mutating func countEntry() throws(ImageError) {
    entries &+= 1
    if entries % Self.step == 0 { try look() }
  }

  /// One more member, the entries of whose type may be many.
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
