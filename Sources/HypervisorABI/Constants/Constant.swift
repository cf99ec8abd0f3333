// SPDX-License-Identifier: Apache-2.0

/// A number, or a text, that Xen's public headers name.
public struct Constant: Sendable, Equatable {
  /// How a listing and the generated header write it.
  public enum Form: Sendable, Equatable {
    case decimal, hexadecimal
    /// No number at all: a XenStore key, the name of a protocol.
    case text(String)
  }

  /// As the header spells it: `SCHEDOP_poll`.
  public let name: String
  /// The value; one above 2^63 as its two's complement, 0 for a text.
  public let value: Int
  public let form: Form
  /// The releases whose headers name it.
  public let span: Span
  /// The structure that a command takes, by its tag; nil for one that takes none and for what is
  /// no command.
  public let argument: String?
  /// Its value for a 32-bit guest that is built with CONFIG_X86_PAE, where that is another.
  public private(set) var valueWithPAE: Int?

  init(
    _ name: String, _ value: Int, pae: Int? = nil, since: XenRelease = .v3_0_2,
    until: XenRelease? = nil, takes argument: String? = nil
  ) {
    valueWithPAE = pae
    self.name = name
    self.value = value
    form = .decimal
    span = Span(since: since, until: until)
    self.argument = argument
  }

  init(
    _ name: String, hex value: UInt64, pae: UInt64? = nil, since: XenRelease = .v3_0_2,
    until: XenRelease? = nil, takes argument: String? = nil
  ) {
    valueWithPAE = pae.map { Int(bitPattern: UInt($0)) }
    self.name = name
    self.value = Int(bitPattern: UInt(value))
    form = .hexadecimal
    span = Span(since: since, until: until)
    self.argument = argument
  }

  init(_ name: String, text: String, since: XenRelease = .v3_0_2, until: XenRelease? = nil) {
    self.name = name
    value = 0
    form = .text(text)
    span = Span(since: since, until: until)
    argument = nil
  }

  /// The number; nil for a text.
  public var number: Int? {
    if case .text = form { nil } else { value }
  }

  /// As C and the GNU assembler both read it: no suffix, negative numbers in parentheses.
  public var literal: String { literal(value) }

  /// The like of its value with CONFIG_X86_PAE.
  public var literalWithPAE: String? { valueWithPAE.map(literal) }

  private func literal(_ value: Int) -> String {
    switch form {
    case .hexadecimal: "0x" + String(UInt(bitPattern: value), radix: 16)
    case .text(let text): "\"\(text)\""
    case .decimal: value < 0 ? "(\(value))" : String(value)
    }
  }
}
