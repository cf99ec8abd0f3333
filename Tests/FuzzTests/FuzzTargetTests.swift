// SPDX-License-Identifier: Apache-2.0

import Commands
import FuzzTargets
import Glibc
import GuestImage
import Testing

extension FuzzTarget: CustomTestStringConvertible {
  public var testDescription: String { name }
}

/// What `make fuzz` looks for with coverage, by a fixed number of inputs: the seeds, the corpus,
/// whatever was found once, and changes of all of them. A trap ends the test run.
@Suite struct FuzzTargetTests {
  private static let changes = 150

  @Test(arguments: FuzzTarget.all) func endsInAnAnswer(target: FuzzTarget) throws {
    var random = SeededGenerator(seed: UInt64(target.name.utf8.count))
    let known = try target.seeds() + files(in: "Corpus", target) + files(in: "Regressions", target)
    for input in known { target.run(input) }
    guard !known.isEmpty else { return }
    for round in 0..<Self.changes {
      let input = Self.changed(known[round % known.count], &random)
      target.run(Array(input.prefix(target.longest)))
    }
  }

  @Test func everyFolderIsATargets() throws {
    for kind in ["Corpus", "Regressions"] {
      let names = try Command.run(["ls", Self.folder + kind]).output.split(separator: "\n")
      for name in names { #expect(FuzzTarget.named(String(name)) != nil, "\(kind)/\(name)") }
    }
  }

  private static let folder = Places.package + "/Tests/Fuzz/"

  private func files(in kind: String, _ target: FuzzTarget) throws -> [[UInt8]] {
    let folder = "\(Self.folder)\(kind)/\(target.name)"
    guard access(folder, R_OK) == 0 else { return [] }
    let names = try Command.run(["ls", folder]).output.split(separator: "\n")
    return try names.map { name in
      // Mapped: a command's output would be text.
      try ImageFile.read("\(folder)/\(name)", limit: 1 << 20).array
    }
  }

  /// A few bytes changed, put in, taken out or doubled.
  private static func changed(_ input: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    var bytes = input
    for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      let end = min(bytes.count, place + Int.random(in: 1...16, using: &random))
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes[place] = [0, 1, 0x7f, 0x80, 0xff].randomElement(using: &random) ?? 0
      case 2: bytes.removeSubrange(place..<end)
      case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
      default: bytes.replaceSubrange(place..<end, with: repeatElement(0xff, count: end - place))
      }
    }
    return bytes
  }
}
