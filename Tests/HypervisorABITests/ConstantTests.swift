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
    let values: [(since: XenRelease, value: UInt64?)]

    func value(in release: XenRelease) -> UInt64? {
      values.last { $0.since <= release }?.value
    }

    init?(line: Substring) {
      let words = line.split(separator: " ")
      guard words.count > 2, line.first != "#" else { return nil }
      name = String(words[0])
      architectures = Architecture(rawValue: String(words[1])).map { [$0] } ?? Architecture.allCases
      values = words[2...].compactMap { word in
        let parts = word.split(separator: "=")
        return XenRelease(String(parts[0])).map { ($0, Self.bits(parts[1])) }
      }
    }

    /// `-`, where the headers have no such name, is nil.
    private static func bits(_ text: Substring) -> UInt64? {
      UInt64(text) ?? Int64(text).map { UInt64(bitPattern: $0) }
    }
  }

  private static func vectors() throws -> [Vector] {
    let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
    let text = try String(contentsOfFile: "/\(folder)/Fixtures/constants.txt", encoding: .utf8)
    return text.split(separator: "\n").compactMap(Vector.init(line:))
  }

  @Test func agreeWithCompiledHeadersOfEveryRelease() throws {
    let vectors = try Self.vectors()
    #expect(vectors.count > 1900)
    for vector in vectors {
      for architecture in vector.architectures {
        for release in XenRelease.modelled {
          let constant = Constant.named(vector.name, in: release, on: architecture)
          #expect(
            constant.map { UInt64(bitPattern: Int64($0.value)) } == vector.value(in: release),
            "\(vector.name) in \(release) on \(architecture)")
        }
      }
    }
  }

  @Test func everyConstantHasAVector() throws {
    let known = Set(try Self.vectors().map(\.name))
    for constant in ConstantGroup.all.flatMap(\.constants) where constant.number != nil {
      #expect(known.contains(constant.name), "\(constant.name)")
    }
  }

  /// Texts by name and release, both ways.
  @Test(arguments: XenRelease.modelled, Architecture.allCases)
  func textsAgreeWithCompiledHeaders(release: XenRelease, architecture: Architecture) throws {
    let measured = try TextHistory().texts(in: release, on: architecture)
    let declared = ConstantGroup.all.filter { $0.only == nil || $0.only == architecture }
      .flatMap { $0.constants(in: release) }.filter { $0.number == nil }
    let texts = Dictionary(uniqueKeysWithValues: declared.map { ($0.name, $0.literal) })
    #expect(texts == measured)
  }

  /// The structure that a command takes exists wherever the command does, save where an older
  /// release passed something else.
  @Test func commandsTakeStructuresOfTheModel() {
    let commands = ConstantGroup.all.flatMap(\.constants).filter { $0.argument != nil }
    #expect(commands.count > 180)
    for command in commands {
      let last = XenRelease.modelled.last { command.span.contains($0) } ?? .standard
      let layout = command.argument.flatMap { Layout($0, in: last, on: .x86_64) }
      #expect(layout != nil, "\(command.name) in \(last)")
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
