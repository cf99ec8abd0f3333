// SPDX-License-Identifier: Apache-2.0

import Base
import Testing

@Suite struct TomlTests {
  @Test func whatAConfigurationHas() throws {
    let toml = try Toml(
      """
      # a comment
      images = ["a", 'b\\c',   # another
        "d\\u00e9\\t",
      ]
      "quoted key" = true\r
      number = -1_000
      a . b = "#"

      [ severity ]
      note-unknown = "off"
      [[suppression]]
      reason = ""
      [[suppression]]
      """)
    #expect(toml.tables.map(\.name) == ["", "severity", "suppression", "suppression"])
    #expect(toml.tables.map(\.isOneOfMany) == [false, false, true, true])
    let root = toml.tables[0].entries
    #expect(root.map(\.key) == ["images", "quoted key", "number", "a.b"])
    #expect(root.map(\.place.line) == [2, 5, 6, 7])
    guard case .array(let items) = root[0].item.value else {
      Issue.record("no array")
      return
    }
    #expect(items.map(\.value) == [.string("a"), .string("b\\c"), .string("dé\t")])
    #expect(items.map(\.place.description) == ["2:11", "2:16", "3:3"])
    #expect(root[1...].map(\.item.value) == [.boolean(true), .integer(-1000), .string("#")])
    #expect(toml.tables[1].place.description == "9:3")
  }

  @Test(arguments: [
    ("a = 1\na = 2", "2:1: a is already defined in line 1"),
    ("[x]\n[x]", "2:2: [x] is already defined in line 1"),
    ("[x]\n[[x]]", "2:3: [x] is already defined in line 1"),
    ("x", "1:2: expected = after the key x"), ("= 1", "1:1: expected a key"),
    ("x =", "1:4: expected a value"), ("x = yes", "1:5: yes is not a string"),
    ("x = 1.5", "1:5: 1.5 is not a string"), ("x = {}", "1:5: inline tables"),
    ("x = \"\"\"a\"\"\"", "1:5: strings of several lines"), ("x = \"a", "1:5: the string has no"),
    ("x = \"\\q\"", "1:6: \\q is not an escape"), ("x = \"\\ud800\"", "1:6: \\u is not an escape"),
    ("x = [1 2]", "1:8: expected , or ]"), ("x = [1", "1:7: expected , or ]"),
    ("x = 1 y = 2", "1:7: expected the end of the line"), ("[x", "1:3: expected ]"),
    ("x = \"\u{1}\"", "1:6: a control character"), ("[[x]", "1:5: expected ]]"),
    ("x = \(String(repeating: "[", count: 99))", "1:21: arrays are too deep"),
  ])
  func whatIsWrongAndWhere(text: String, answer: String) {
    let problem = #expect(throws: Toml.Problem.self) { try Toml(text) }
    let said = problem.map { "\($0.place): \($0.text)" } ?? ""
    #expect(said.hasPrefix(answer), "\(said)")
  }
}
