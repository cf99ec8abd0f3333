// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// What may still be spent on a search in a file that says nothing of where the thing is: so many
/// steps for each of its bytes, however often it leads back to the same ones.
struct Effort {
  /// A kernel that keeps names is gone through twice at most; its markers and its names are read
  /// again for a few words that look like their beginning.
  private static let stepsPerByte = 8

  private var steps: Int

  init(_ elf: ElfFile) { steps = elf.bytes.count.multipliedClamping(by: Self.stepsPerByte) }

  /// Takes `count` steps; false when there are no more.
  mutating func spend(_ count: Int = 1) -> Bool {
    guard count <= steps else {
      steps = 0
      return false
    }
    steps -= count
    return true
  }
}

extension Int {
  /// The product, or the greatest number where that is too large.
  fileprivate func multipliedClamping(by factor: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: factor)
    return overflow ? .max : product
  }
}
