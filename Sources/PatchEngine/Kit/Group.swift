// SPDX-License-Identifier: Apache-2.0

/// A row of `series`, and the entries of its folder.
public struct Group: Sendable {
  /// The folder's name.
  public let name: String
  /// The numbers that its entries may have.
  public let numbers: ClosedRange<Int>
  /// What it is for, in a few words.
  public let purpose: String
  /// In the order of their numbers.
  public internal(set) var entries: [Entry] = []
  /// The file of instructions that are right all the same in a kernel with these entries.
  public internal(set) var suppressions: String?
}

extension Group {
  /// The name, or a number, is the same.
  func isLike(_ other: Group) -> Bool {
    name == other.name || numbers.overlaps(other.numbers)
  }

  /// - Parameter line: `0100-0999 toolchain builds with today's gcc`.
  init?(line: String) {
    let words = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: true)
    guard words.count == 3 else { return nil }
    let ends = words[0].split(separator: "-").compactMap { Int($0) }
    guard ends.count == 2, ends[0] <= ends[1], SectionHead.staysInside(String(words[1])) else {
      return nil
    }
    let purpose = words[2].drop { $0 == " " }
    self.init(name: String(words[1]), numbers: ends[0]...ends[1], purpose: String(purpose))
  }
}
