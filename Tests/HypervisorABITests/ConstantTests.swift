// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Testing

@testable import HypervisorABI

@Suite struct ConstantTests {
  /// What compiled headers say a name stands for, from release to release.
  struct Vector: Sendable {
    let name: String
    let architectures: [Architecture]
    /// Nil while the headers lack it.
    let values: [(since: XenRelease, value: Int?)]

    func value(in release: XenRelease) -> Int? {
      values.last { $0.since <= release }?.value
    }

    init?(line: Substring) {
      let words = line.split(separator: " ")
      guard words.count > 2, line.first != "#" else { return nil }
      name = String(words[0])
      architectures = Architecture(rawValue: String(words[1])).map { [$0] } ?? Architecture.allCases
      values = words[2...].compactMap { word in
        let parts = word.split(separator: "=")
        return XenRelease(String(parts[0])).map { ($0, Int(parts[1])) }
      }
    }
  }

  private static func vectors() throws -> [Vector] {
    let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
    let text = try String(contentsOfFile: "/\(folder)/Fixtures/constants.txt", encoding: .utf8)
    return text.split(separator: "\n").compactMap(Vector.init(line:))
  }

  /// Sizes of the values are the compiler's affair: 0xf5800000 may be signed there.
  private func bits(_ value: Int?) -> UInt64? {
    value.map { UInt64(bitPattern: Int64($0)) & 0xffff_ffff }
  }

  @Test func agreeWithCompiledHeadersOfEveryRelease() throws {
    let vectors = try Self.vectors()
    #expect(vectors.count > 380)
    for vector in vectors {
      for architecture in vector.architectures {
        for release in XenRelease.modelled {
          let constant = Constant.named(vector.name, in: release, on: architecture)
          #expect(
            bits(constant?.value) == bits(vector.value(in: release)),
            "\(vector.name) in \(release) on \(architecture)")
        }
      }
    }
  }

  @Test func everyConstantHasAVector() throws {
    let known = Set(try Self.vectors().map(\.name))
    for constant in ConstantGroup.all.flatMap(\.constants) {
      #expect(known.contains(constant.name), "\(constant.name)")
    }
  }

  @Test func groupsFindTheirConstants() {
    #expect(ConstantGroup.schedOp.constant(3)?.name == "SCHEDOP_poll")
    #expect(ConstantGroup.callbackTypes.constant(3, in: .v3_1)?.name == "CALLBACKTYPE_sysenter")
    #expect(ConstantGroup.grantStatus.constant(-1)?.name == "GNTST_general_error")
    #expect(ConstantGroup.schedOp.constant(99) == nil)
  }

  @Test func writesLiteralsForCAndAssembly() {
    #expect(Constant("A", -3).literal == "(-3)")
    #expect(Constant("A", hex: 0xffff_8000_0000_0000).literal == "0xffff800000000000")
  }
}
