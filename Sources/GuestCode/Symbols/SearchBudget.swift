// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// A budget for a search in a file that does not say where the data is. It is proportional to the
/// file's size, so that hostile tables that lead back to the same bytes cannot make the search
/// long.
struct SearchBudget {
  /// A kernel with kallsyms is read at most twice; its markers and names are read again for the few
  /// words that look like their start.
  private static let stepsPerByte = 8

  private var steps: Int

  init(_ elf: ElfFile) { steps = elf.bytes.count.multipliedClamping(by: Self.stepsPerByte) }

  /// Spends `count` steps; false if fewer are left.
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
  /// The product, or the greatest number if it overflows.
  fileprivate func multipliedClamping(by factor: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: factor)
    return overflow ? .max : product
  }
}
