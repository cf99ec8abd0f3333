// SPDX-License-Identifier: Apache-2.0

/// A parser that gets arbitrary bytes from a fuzzer or a test. It may refuse them, but must end
/// without a trap, and use only memory in proportion to them.
public struct FuzzTarget: Sendable {
  /// The name in `make fuzz` and of the directory in `Tests/Fuzz`.
  public let name: String
  /// The longest useful input in bytes.
  public let longest: Int
  /// Valid inputs, so that a fuzzer need not discover them.
  public let seeds: @Sendable () -> [[UInt8]]
  private let body: @Sendable ([UInt8], Bool) -> Void

  init(
    _ name: String, longest: Int, seeds: @autoclosure @escaping @Sendable () -> [[UInt8]] = [],
    body: @escaping @Sendable (_ bytes: [UInt8], _ isThorough: Bool) -> Void
  ) {
    (self.name, self.longest, self.seeds, self.body) = (name, longest, seeds, body)
  }

  /// Runs the parser on one input.
  ///
  /// - Parameters:
  ///   - bytes: the input.
  ///   - thoroughly: whether the result is also compared and written in every form. That takes ten
  ///     times as long as parsing, so a fuzzer only does it for some inputs.
  public func run(_ bytes: [UInt8], thoroughly: Bool = true) { body(bytes, thoroughly) }

  /// All targets; add new parsers here.
  public static let all = [
    elf, rewrite, check, container, archive, instructions, code, kallsyms, tables, btf, dwarf,
    description, suppressions, snapshot, kit, crash, package, reports,
  ]

  /// The target of that name.
  public static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }
}
