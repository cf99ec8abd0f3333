// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Testing

/// What is printed for a shell is what the shell reads.
@Suite struct ShellWordTests {
  /// Names as files can have them: the last byte is not UTF-8.
  private static let names = [
    "vmlinuz-6.1.0-25", "a b", "it's", "a\"b", "$HOME", "`id`", "a;b", "a\\b", "#a", "~", "*?[a]",
    "",
    "k.deb(boot/vmlinuz)", "Grüße", "漢字", "a\nb", "\u{1b}[31m'\\", "a\u{202e}b", "a\u{10feff}",
    "-rf", "--help", "a=b", "!x", "a&b", "{a,b}",
  ]

  @Test func bashReadsTheSame() throws {
    for name in Self.names {
      let result = try Command.run(["bash", "-c", "printf %s \(name.shellWord)"])
      #expect(result.output == Self.bytes(name), "\(name.shellWord)")
    }
  }

  /// Without what only $'...' can write, every POSIX shell does.
  @Test func everyShellReadsTheSame() throws {
    for name in Self.names where name.printable == name {
      let result = try Command.run(["sh", "-c", "printf %s \(name.shellWord)"])
      #expect(result.output == name, "\(name.shellWord)")
    }
  }

  @Test func plainWordsHaveNoQuotes() {
    for word in ["vmlinuz-6.1.0-25_amd64", "/boot/a.b", "VIRT_BASE=0x10", "Grüße"] {
      #expect(word.shellWord == word)
    }
    #expect("a b".shellWord == "'a b'")
    #expect("a\u{1b}\u{10feff}".shellWord == #"$'a\033\377'"#)
  }

  /// A name that looks like an option; `-` is standard input.
  @Test func files() {
    #expect("-o".shellFile == "./-o")
    #expect("-a b".shellFile == "./'-a b'")
    #expect("-".shellFile == "-")
    #expect("a-b".shellFile == "a-b")
  }

  /// The name as `Command` decodes its output, which replaces what is not UTF-8.
  private static func bytes(_ name: String) -> String {
    FileName.with(name) { String(cString: $0) }
  }
}
