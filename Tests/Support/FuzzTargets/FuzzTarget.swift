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
  /// Tries one input.
  public let run: @Sendable ([UInt8]) -> Void

  init(
    _ name: String, longest: Int, seeds: @autoclosure @escaping @Sendable () -> [[UInt8]] = [],
    run: @escaping @Sendable ([UInt8]) -> Void
  ) {
    (self.name, self.longest, self.seeds, self.run) = (name, longest, seeds, run)
  }

  /// All of them; a new parser is a row here.
  public static let all = [
    elf, rewrite, check, container, archive, instructions, code, kallsyms, tables, btf, dwarf,
    description, suppressions, snapshot, kit, crash,
  ]

  /// The one of that name.
  public static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }
}
