// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Testing

@testable import Reports

/// Which findings of several releases are one.
@Suite struct FindingMergeTests {
  private static let asked = [XenRelease(3, 4), XenRelease(4, 2), XenRelease(4, 17)]

  private static func merged(_ found: [[Annotation]]) -> [ReleaseFinding] {
    ReleaseFinding.merged(zip(asked, found).map { ($0, $1) })
  }

  private static func moved(_ message: String, _ place: String = "a") -> Annotation {
    Annotation("member-moved", .error, message, place: place)
  }

  private static func texts(_ found: [ReleaseFinding]) -> [String] {
    found.map { "\($0.place.value ?? "") \($0.releases) \($0.messages.count)" }
  }

  @Test func numbersAreNoDifference() {
    let found = Self.merged([
      [Self.moved("is at 8 in Xen 3.4")], [Self.moved("is at 8 in Xen 4.2")],
      [Self.moved("is at 16 in Xen 4.17")],
    ])
    #expect(Self.texts(found) == ["a 3.4, 4.2, 4.17 2"])
    #expect(found.first?.message == "is at 16 in Xen 4.17")
    #expect(found.first?.messages.map(\.releases) == ["4.17", "3.4, 4.2"])
    #expect(found.first?.annotation.message.hasSuffix(" (with the message of 4.17)") == true)
  }

  /// Where the release's name is the only difference, there is one message.
  @Test func namesOfReleases() {
    let found = Self.merged(Self.asked.map { [Self.moved("Xen \($0) has it at 4")] })
    #expect(Self.texts(found) == ["a 3.4, 4.2, 4.17 0"])
    #expect(found.first?.annotation.message == "Xen 4.17 has it at 4")
  }

  /// Of several at one place, those with equal messages belong together.
  @Test func severalAtOnePlace() {
    let (first, second) = (Self.moved("the feature x is unknown"), Self.moved("y is unknown"))
    let found = Self.merged([[first, second], [second], [second]])
    #expect(Self.texts(found) == ["a 3.4, 4.2, 4.17 0", "a 3.4 0"])
    let numbers = Self.merged([
      [Self.moved("p has 4 bytes"), Self.moved("q is at 8")], [],
      [Self.moved("q is at 16"), Self.moved("p has 8 bytes")],
    ])
    #expect(
      numbers.map { $0.messages.map(\.message) } == [
        ["q is at 16", "q is at 8"], ["p has 8 bytes", "p has 4 bytes"],
      ])
  }

  @Test func whatIsAnother() {
    let warning = Annotation("member-moved", .warning, "is at 8", place: "a")
    let found = Self.merged([
      [Self.moved("is at 8")], [warning], [Self.moved("is at 8", "b")],
    ])
    #expect(found.count == 3)
  }

  /// The occurrences in any release.
  @Test func occurrences() {
    func popf(_ places: [String]) -> Annotation {
      var annotation = Annotation("instruction-misleads", .error, "popf")
      annotation.occurrences = places
      return annotation
    }
    let found = Self.merged([[popf(["a", "b"])], [], [popf(["c", "a"])]])
    #expect(found.map(\.annotation.occurrences) == [["c", "a", "b"]])
  }
}
