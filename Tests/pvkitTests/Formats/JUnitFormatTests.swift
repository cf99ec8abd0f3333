// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import FoundationXML
import Testing

@testable import Reports

@Suite struct JUnitFormatTests {
  @Test func aCaseForEachRuleOfEachImage() throws {
    let xml = try Xml(JUnitFormat.text(.made))
    #expect(
      xml.named("testsuites") == [
        ["name": "pvkit check", "tests": "5", "failures": "1", "errors": "1"]
      ])
    #expect(xml.named("testsuite").map { $0["name"] } == ["clean", "lost", "dir/bad 1%,ü"])
    let cases = xml.named("testcase").map { "\($0["classname"]!) \($0["name"]!)" }
    #expect(
      cases == [
        "clean note-owner", "clean idle", "lost readable", "dir/bad 1%,ü note-owner",
        "dir/bad 1%,ü idle",
      ])
    #expect(xml.named("error") == [["message": "is empty"]])
    let message = try #require(xml.named("failure").first?["message"])
    #expect(message == "note ENTRY+0x2: \"x\" <&> 100%\\012\\033[31m")
    #expect(xml.text.contains("note: plain"))
  }

  @Test func ofTooManyTheWorstAreListed() throws {
    let xml = try Xml(JUnitFormat.text(.many(25_002)))
    #expect(xml.text.contains("warning 24998."))
    #expect(!xml.text.contains("warning 24999."))
    #expect(xml.text.contains("the error."))
    #expect(xml.text.contains("3 more findings are not listed here"))
  }

  @Test func whatARealKernelFailsIsCounted() throws {
    let result = try pvkit("check", "--format", "junit", DebianImages.gnumach(), "/etc/passwd")
    #expect(result.status == 3)
    let xml = try Xml(result.output)
    #expect(xml.named("failure").count > 2)
    #expect(xml.named("testsuites").first?["failures"] == "\(xml.named("failure").count)")
    #expect(xml.named("error").count == 1)
    #expect(xml.named("testcase").count == CheckReport.rules.count + 1)
  }
}

/// Every element with its attributes, and all the text, as a parser sees it.
private final class Xml: NSObject, XMLParserDelegate {
  private var elements: [(name: String, attributes: [String: String])] = []
  private(set) var text = ""

  init(_ source: String) throws {
    super.init()
    let parser = XMLParser(data: Data(source.utf8))
    parser.delegate = self
    guard parser.parse() else { throw Missing(what: "well-formed XML in \(source)") }
  }

  func named(_ name: String) -> [[String: String]] {
    elements.filter { $0.name == name }.map(\.attributes)
  }

  func parser(
    _: XMLParser, didStartElement name: String, namespaceURI _: String?, qualifiedName _: String?,
    attributes: [String: String]
  ) { elements.append((name, attributes)) }

  func parser(_: XMLParser, foundCharacters text: String) { self.text += text }
}
