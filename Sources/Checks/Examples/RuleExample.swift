// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI

/// A minimal example of what a rule reports: the wrong lines and the right lines in an
/// `ExampleGuest`. The tests build both sides, and check that the rule reports the wrong one and
/// not the right one.
public struct RuleExample: Sendable {
  /// One side of an example.
  public struct Side: Sendable {
    /// The lines of assembly to add to the frame.
    public let lines: String
    /// The line of the linker script that replaces one of the frame's; nil to keep that one.
    public let script: String?
    /// The shell commands to run after the build.
    public let commands: String
    /// The arguments of the pvkit command.
    public let arguments: String
  }

  /// The side that the rule reports.
  public let wrong: Side
  /// The side that it does not report.
  public let right: Side
  /// The notes of the frame to omit. The sides may contain them instead.
  public let without: [XenNote]
  /// The width of the guest: 32 or 64.
  public let bits: Int
  /// The pvkit command that the rule belongs to: `check`.
  public let command: String
  /// The line of the frame's linker script that the wrong side replaces.
  let replaced: String?

  /// Makes an example.
  ///
  /// - Parameters:
  ///   - script: a part of the frame's linker script, and its wrong replacement.
  ///   - commands: the shell commands after the build, for the wrong side and for the right side.
  ///   - arguments: the command's arguments, for the wrong side and for the right side.
  ///   - command: the command that the rule belongs to.
  public init(
    wrong: String = "", right: String = "", without: [XenNote] = [], bits: Int = 64,
    script: (right: String, wrong: String)? = nil, commands: (String, String) = ("", ""),
    arguments: (String, String) = ("", ""), command: String = "check"
  ) {
    self.command = command
    self.wrong = Side(
      lines: wrong, script: script?.wrong, commands: commands.0, arguments: arguments.0)
    self.right = Side(
      lines: right, script: script?.right, commands: commands.1, arguments: arguments.1)
    (self.without, self.bits) = (without, bits)
    replaced = script?.right
  }

  /// Both sides as Markdown.
  public var markdown: String {
    let frame =
      without.isEmpty
      ? "" : " without its own " + without.map(\.name).joined(separator: ", ")
    return WrongAndRight(
      frame: "in a guest that is right\(frame)", wrong: text(wrong), right: text(right)
    ).markdown
  }

  private func text(_ side: Side) -> String {
    let parts = [
      side.lines, side.script.map { "/* linker script */  " + $0.trimmed } ?? "",
      side.commands.split(separator: "\n").map { "$ " + $0 }.joined(separator: "\n"),
      side.arguments.isEmpty ? "" : "$ pvkit \(command) \(side.arguments) guest",
    ].filter { !$0.isEmpty }
    return parts.isEmpty ? "# (none)" : parts.joined(separator: "\n")
  }
}

extension String {
  fileprivate var trimmed: Substring { self[(firstIndex { $0 != " " } ?? startIndex)...] }
}
