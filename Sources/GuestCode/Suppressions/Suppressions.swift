// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage

/// What a user has looked at and found right: one line each of symbol, class and reason.
///
/// ```
/// # symbol            class   why it is right
/// switch_to           popf    only the arithmetic flags matter there
/// *                   outs    the console's port is given to this domain
/// privcmd_call        argumentLost    the caller's caller put them there
/// ```
public struct Suppressions: Sendable {
  /// One of them.
  public struct Entry: Sendable, Equatable {
    /// The file's name, as it was given.
    public let file: String
    /// In the file, from 1.
    public let line: Int
    /// The function; `*` for any.
    public let symbol: String
    /// The class of instruction: `popf`.
    public let kind: String
    /// Why it is right.
    public let reason: String

    public init(file: String, line: Int, symbol: String, kind: String, reason: String) {
      self.file = file
      self.line = line
      self.symbol = symbol
      self.kind = kind
      self.reason = reason
    }
  }

  /// In the order of the file.
  public let entries: [Entry]
  /// The first entry of each symbol and class.
  private let places: [Key: Int]

  private struct Key: Hashable {
    let symbol: String
    let kind: String
  }

  public init(_ entries: [Entry] = []) {
    self.entries = entries
    places = Dictionary(
      entries.enumerated().map {
        (Key(symbol: $0.element.symbol, kind: $0.element.kind), $0.offset)
      }
    ) { first, _ in first }
  }

  /// Reads the file's text.
  ///
  /// - Throws: when a line has no reason, or names a class that there is not.
  public init(_ text: String, file: String) throws(ImageError) {
    var entries: [Entry] = []
    for (index, line) in text.lines.enumerated() {
      let words = line.split(maxSplits: 2, whereSeparator: \.isWhitespace)
      guard let first = words.first, !first.hasPrefix("#") else { continue }
      guard words.count == 3 else {
        throw ImageError(
          image: file, problem: "line \(index + 1) has no reason (symbol, class, reason)",
          cure: "give the reason why the instruction is correct")
      }
      guard Self.classes.contains(String(words[1])) else {
        throw ImageError(
          image: file,
          problem:
            "line \(index + 1): \(words[1]) is not a class of instructions or wrong hypercalls",
          cure: "take its name from the output of pvkit scan")
      }
      entries.append(
        Entry(
          file: file, line: index + 1, symbol: String(words[0]), kind: String(words[1]),
          reason: String(words[2])))
    }
    self.init(entries)
  }

  /// Those of instructions and of wrong hypercalls that there are.
  public static let classes = Set(Treatment.all.map(\.kind.name))
    .union(HypercallSite.Problem.names).union([FloatingPointUse.name])

  /// The place of the first entry that covers it; nil when none does.
  public func index(symbol: String?, kind: String) -> Int? {
    let own = symbol.flatMap { places[Key(symbol: $0, kind: kind)] }
    let every = places[Key(symbol: "*", kind: kind)]
    return [own, every].compactMap(\.self).min()
  }
}
