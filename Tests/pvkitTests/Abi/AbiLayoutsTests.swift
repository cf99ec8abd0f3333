// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import HypervisorABI
import Testing

@Suite struct AbiLayoutsTests {
  /// What compiled headers of a release gave, and the command gives, as parsed JSON.
  private func pair(
    _ release: String, _ architecture: Architecture
  ) throws -> (measured: [String: Any], printed: [String: Any]) {
    let name = "xen-\(release).\(architecture).json"
    let path = Places.package + "/Tests/HypervisorABITests/Fixtures/" + name
    let measured = try Data(contentsOf: URL(filePath: path))
    let result = try pvkit(
      "abi", "layouts", "--xen", release, "--arch", architecture.rawValue, "--format", "json")
    #expect(result.status == 0, "\(result.errors)")
    return (try object(measured), try object(Data(result.output.utf8)))
  }

  private func object(_ data: Data) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test(
    arguments: ["3.0.2", "3.1", "3.4", "4.2", "4.6", "4.17", "4.20"], Architecture.allCases)
  func printsWhatCompiledHeadersGive(release: String, architecture: Architecture) throws {
    let (measured, printed) = try pair(release, architecture)
    #expect(Set(printed.keys) == Set(measured.keys).union(["form", "version"]))
    for key in ["xen", "arch", "interface"] {
      #expect(printed[key] as? String == measured[key] as? String, "\(key)")
    }
    let theirs = try #require(measured["structs"] as? [String: NSDictionary])
    let ours = try #require(printed["structs"] as? [String: NSDictionary])
    let declared = Set(Structure.all.map(\.name)).intersection(theirs.keys)
    #expect(declared.count > 50)
    for name in declared { #expect(ours[name] == theirs[name], "\(name)") }
  }

  @Test func aStructureIsALineOfJson() throws {
    let lines = try pvkit("abi", "layouts", "--format", "json").output.split(separator: "\n")
    let row = lines.first { $0.hasPrefix("\"mmu_update\":") }
    #expect(row == "\"mmu_update\":{\"fields\":[[\"ptr\",0,8],[\"val\",8,8]],\"size\":16},")
  }

  @Test func textIsOneTableAfterAnother() throws {
    let output = try pvkit("abi", "layouts", "--arch", "i386").output
    let tables = output.components(separatedBy: "\n\n")
    #expect(tables.count > 90)
    #expect(tables.contains { $0.hasPrefix("struct start_info (xen.h, Xen 4.17): 1112 bytes") })
    #expect(tables.allSatisfy { $0.contains("i386 offset  i386 size") })
  }

  @Test func asksForOneArchitecture() throws {
    let result = try pvkit("abi", "layouts", "--arch", "all")
    #expect(result.status == 2)
    #expect(result.errors.contains("i386"))
  }
}
