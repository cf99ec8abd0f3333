// SPDX-License-Identifier: Apache-2.0

import Commands
import Glibc
import Testing

/// Text that somebody else chose reaches neither a terminal nor a log as anything but text.
@Suite struct HostileTextTests {
  /// Escape, a line end before a command of GitHub's, C1, bidirectional overrides, zero-width.
  private static let name = "no\u{1b}[31m\n::error::x\u{9b}2J\u{202e}gnp\u{200b}\u{2028}"

  private func isPlain(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control: scalar == "\n"
      case .format, .lineSeparator, .paragraphSeparator, .privateUse: false
      default: true
      }
    }
  }

  @Test(arguments: [
    ["check"], ["code"], ["notes"], ["abi", "check"], ["unpack", "-o", "/dev/null/x"], ["boot"],
    ["notes", "remove", "-o", "/dev/null/x", "ENTRY"], ["generate", "notes"], ["patch", "status"],
    ["check", "--format", "github"], ["check", "--format", "gcc"], ["check", "--format", "sarif"],
    ["check", "--format", "junit"], ["check", "--format", "json"], ["check", "--mode"], ["nothing"],
  ]) func aNameOfAFile(command: [String]) throws {
    let result = try Command.run([Places.pvkit] + command + [Self.name])
    #expect([2, 3].contains(result.status), "\(result.errors)")
    #expect(isPlain(result.errors), "\(result.errors.debugDescription)")
    #expect(isPlain(result.output), "\(result.output.debugDescription)")
    #expect(!result.errors.split(separator: "\n").contains { $0.hasPrefix("::error") })
    #expect(!result.output.split(separator: "\n").contains { $0.hasPrefix("::error::") })
  }

  /// The end of what is read may be gone at any moment: one error, and no signal.
  @Test(arguments: [
    ["check"], ["notes"], ["code"], ["abi", "check"], ["unpack", "-o", "OUT"],
    ["abi", "snapshot", "-o", "OUT"],
    ["notes", "set", "-o", "OUT", "GUEST_OS=x"], ["check", "--fix", "-o", "OUT"],
  ])
  func aFileThatIsCutOffMeanwhile(command: [String]) throws {
    try Places.withScratchFolder { folder in
      var words = command.map { $0 == "OUT" ? folder + "/out" : $0 }
      // Before the notes that are set.
      words.insert(folder + "/kernel", at: words.last == "GUEST_OS=x" ? 2 : words.count)
      let script = """
        for delay in 0.01 0.03 0.06 0.1 0.2; do
          cp "$1" "$2/kernel"
          ( sleep $delay; truncate -s 4096 "$2/kernel" ) &
          "$3" \(words.joined(separator: " ")) >/dev/null 2>"$2/errors"; end=$?
          lines=$(grep -vc '^pvkit: packing ' "$2/errors")
          [ $end != 3 ] || [ "$lines" = 1 ] || cat "$2/errors"
          echo $end
          wait
        done
        """
      let result = try Command.run([
        "sh", "-c", script, "sh", try DebianImages.linux(), folder, Places.pvkit,
      ])
      let ends = result.output.split(separator: "\n")
      #expect(ends.count == 5 && ends.allSatisfy { ["0", "1", "3"].contains($0) }, "\(ends)")
    }
  }
}
