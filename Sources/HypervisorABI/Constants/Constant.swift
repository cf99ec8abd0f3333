// SPDX-License-Identifier: Apache-2.0

/// A constant of Xen's public headers: a number or a text.
public struct Constant: Sendable, Equatable {
  /// The form in which listings and generated headers write the constant.
  public enum Form: Sendable, Equatable {
    case decimal, hexadecimal
    /// A text instead of a number: a XenStore key or the name of a protocol.
    case text(String)
  }

  /// The name in the header, such as `SCHEDOP_poll`.
  public let name: String
  /// The value; a value above 2^63 is stored as its two's complement, and a text as 0.
  public let value: Int
  /// The form in which the value is written.
  public let form: Form
  /// The releases whose headers have it.
  public let span: Span
  /// The tag of the structure that a command takes; nil if it does not take one, or the constant is
  /// not a command.
  public let argument: String?
  /// The value for a 32-bit guest built with CONFIG_X86_PAE, if that differs.
  public private(set) var valueWithPAE: Int?

  init(
    _ name: String, _ value: Int, pae: Int? = nil, since: XenRelease = .v3_0_0,
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
    _ name: String, hex value: UInt64, pae: UInt64? = nil, since: XenRelease = .v3_0_0,
    until: XenRelease? = nil, takes argument: String? = nil
  ) {
    valueWithPAE = pae.map { Int(bitPattern: UInt($0)) }
    self.name = name
    self.value = Int(bitPattern: UInt(value))
    form = .hexadecimal
    span = Span(since: since, until: until)
    self.argument = argument
  }

  init(_ name: String, text: String, since: XenRelease = .v3_0_0, until: XenRelease? = nil) {
    self.name = name
    value = 0
    form = .text(text)
    span = Span(since: since, until: until)
    argument = nil
  }

  /// The value; nil for a text.
  public var number: Int? {
    if case .text = form { nil } else { value }
  }

  /// The value in a form that both C and the GNU assembler accept: without a suffix, and with
  /// negative numbers in parentheses.
  public var literal: String { literal(value) }

  /// `valueWithPAE` in the same form; nil if there is none.
  public var literalWithPAE: String? { valueWithPAE.map(literal) }

  private func literal(_ value: Int) -> String {
    switch form {
    case .hexadecimal: "0x" + String(UInt(bitPattern: value), radix: 16)
    case .text(let text): "\"\(text)\""
    case .decimal: value < 0 ? "(\(value))" : String(value)
    }
  }
}
