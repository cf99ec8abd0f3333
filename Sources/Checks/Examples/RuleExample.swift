// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI

/// The least that a rule is about: what is wrong, and how it is right, as lines of an `ExampleGuest`. The
/// tests build both, and check that the rule finds the one and not the other.
public struct RuleExample: Sendable {
  /// One of the two.
  public struct Side: Sendable {
    /// Of the guest's assembly, beside those of the frame.
    public let lines: String
    /// A line of the linker script in place of the frame's; nil where it is as it was.
    public let script: String?
    /// Of the shell, when it is built.
    public let commands: String
    /// Of the command.
    public let arguments: String
  }

  public let wrong: Side
  public let right: Side
  /// Notes of the frame that both sides leave out, or have themselves.
  public let without: [XenNote]
  /// 32 or 64.
  public let bits: Int
  /// The command whose rule it is: `check`.
  public let command: String
  /// The line of the frame's linker script that is another one on the wrong side.
  let replaced: String?

  /// - Parameters:
  ///   - script: a part of the frame's linker script, and what is wrong in its place.
  ///   - commands: of the shell, after the build; the wrong side's, then the right one's.
  ///   - arguments: of the command; the wrong side's, then the right one's.
  ///   - command: whose rule it is, if not `check`.
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

  /// Both sides, for people.
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
    return parts.isEmpty ? "# nothing of it" : parts.joined(separator: "\n")
  }
}

extension String {
  fileprivate var trimmed: Substring { self[(firstIndex { $0 != " " } ?? startIndex)...] }
}
