// SPDX-License-Identifier: Apache-2.0

/// A parser that is fed whatever bytes a fuzzer or a test comes up with: it may refuse them, and
/// must come to an end, in memory that the bytes justify, without a trap.
public struct FuzzTarget: Sendable {
  /// As `make fuzz` and the folders of `Tests/Fuzz` call it.
  public let name: String
  /// The most bytes that are worth trying.
  public let longest: Int
  /// What is good, so that a fuzzer need not find it out.
  public let seeds: @Sendable () -> [[UInt8]]
  private let body: @Sendable ([UInt8], Bool) -> Void

  init(
    _ name: String, longest: Int, seeds: @autoclosure @escaping @Sendable () -> [[UInt8]] = [],
    body: @escaping @Sendable (_ bytes: [UInt8], _ isThorough: Bool) -> Void
  ) {
    (self.name, self.longest, self.seeds, self.body) = (name, longest, seeds, body)
  }

  /// Tries one input.
  ///
  /// - Parameter thoroughly: whether what was read is also compared and written in every form. That
  ///   takes ten times as long as reading it, so that a fuzzer does it for some of its inputs only.
  public func run(_ bytes: [UInt8], thoroughly: Bool = true) { body(bytes, thoroughly) }

  /// All of them; a new parser is a row here.
  public static let all = [
    elf, rewrite, check, container, archive, instructions, code, kallsyms, tables, btf, dwarf,
    description, suppressions, snapshot, kit, crash, package, reports,
  ]

  /// The one of that name.
  public static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }
}
