// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestImage
import Testing

@testable import GuestTypes

/// Damage to what libdw reads: an answer or an error, never a crash, never without end.
@Suite struct HostileDwarfTests {
  /// Whether there were layouts for an answer.
  private func exercise(_ file: [UInt8]) -> Bool {
    guard let source = try? Sample.open(file) else { return false }
    let layouts = try? source.layouts(of: Sample.names)
    _ = try? source.constants(of: ["LONE", "ABSENT"])
    return layouts?.isEmpty == false
  }

  /// Where the debugging sections stand, so that not every mutation hits what is never read.
  private func places(in file: [UInt8]) throws -> [Int] {
    let elf = try GuestImage(name: "test", file: Bytes(file)).elf.get()
    let wanted = [
      ".debug_info", ".debug_abbrev", ".debug_str", ".rela.debug_info", ".rel.debug_info",
    ]
    return elf.sections.filter { wanted.contains($0.name) }
      .flatMap { Int($0.offset)..<Int($0.offset + $0.size) }
  }

  @Test(arguments: [["-gdwarf-2", "-m32"], ["-gdwarf-4"], ["-gdwarf-5"], ["-gdwarf-5", "-gz"]])
  func survivesRandomDamage(options: [String]) throws {
    var generator = SeededGenerator(seed: UInt64(options.count))
    let file = try Sample.object("gcc", options)
    let places = try places(in: file)
    var answers = 0
    for round in 0..<300 {
      var damaged = file
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let anywhere = round % 4 == 0
        let place =
          anywhere
          ? Int.random(in: 0..<file.count, using: &generator)
          : places.randomElement(using: &generator) ?? 0
        damaged[place] = UInt8.random(in: 0...255, using: &generator)
      }
      if exercise(damaged) { answers += 1 }
    }
    // Damage that always kills, or never does, would prove nothing.
    #expect(answers > 10 && answers < 300, "\(answers)")
  }

  @Test func survivesTruncation() throws {
    let file = try Sample.object("gcc", [])
    for length in stride(from: 0, to: file.count, by: file.count / 200 + 1) {
      #expect(!exercise(Array(file[..<length])), "cut at \(length)")
    }
    #expect(exercise(file))
  }
}
