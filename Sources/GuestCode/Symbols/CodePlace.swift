// SPDX-License-Identifier: Apache-2.0

/// A place in a section of code, relative to the last symbol at or before it. The name is decoded
/// only when it is asked for.
public struct CodePlace: Sendable {
  /// The index of the symbol in its section, from 0: the same for all places of one function.
  public let function: Int
  /// The distance from the symbol in bytes.
  public let offset: Int
  private let symbols: CodeSymbols

  init(_ symbols: CodeSymbols, _ function: Int, offset: Int) {
    (self.symbols, self.function, self.offset) = (symbols, function, offset)
  }

  /// The symbol's name.
  public var name: String { symbols.name(function) }
}
