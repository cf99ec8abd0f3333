// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage

/// Instructions that a user has reviewed and accepted. Each line of the file has a symbol, a class
/// and a reason.
///
/// ```
/// # symbol            class   why it is right
/// switch_to           popf    only the arithmetic flags matter there
/// *                   outs    the console's port is given to this domain
/// privcmd_call        argumentLost    the caller's caller put them there
/// ```
public struct Suppressions: Sendable {
  /// One line of the file.
  public struct Entry: Sendable, Equatable {
    /// The file's name as it was given.
    public let file: String
    /// The line number, from 1.
    public let line: Int
    /// The function; `*` for any.
    public let symbol: String
    /// The class of instruction, such as `popf`, or the name of another problem.
    public let kind: String
    /// Why the instruction is correct.
    public let reason: String

    /// - Parameters:
    ///   - file: the file's name.
    ///   - line: from 1.
    ///   - symbol: the function; `*` for any.
    ///   - kind: a name in `classes`.
    ///   - reason: why the instruction is correct.
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
  /// The index of the first entry for each symbol and class.
  private let places: [Key: Int]

  private struct Key: Hashable {
    let symbol: String
    let kind: String
  }

  /// - Parameter entries: in the order of the file.
  public init(_ entries: [Entry] = []) {
    self.entries = entries
    places = Dictionary(
      entries.enumerated().map {
        (Key(symbol: $0.element.symbol, kind: $0.element.kind), $0.offset)
      }
    ) { first, _ in first }
  }

  /// Parses the text of a file.
  ///
  /// - Parameters:
  ///   - text: the contents.
  ///   - file: the file's name for messages and entries.
  /// - Throws: `ImageError` if a line has no reason or names an unknown class.
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

  /// The names that an entry may have: instruction classes, hypercall problems, floating-point use.
  public static let classes = Set(Treatment.all.map(\.kind.name))
    .union(HypercallSite.Problem.names).union([FloatingPointUse.name])

  /// The index of the first entry that matches; nil if none does.
  public func index(symbol: String?, kind: String) -> Int? {
    let own = symbol.flatMap { places[Key(symbol: $0, kind: kind)] }
    let every = places[Key(symbol: "*", kind: kind)]
    return [own, every].compactMap(\.self).min()
  }
}
