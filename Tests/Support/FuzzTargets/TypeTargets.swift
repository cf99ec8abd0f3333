// SPDX-License-Identifier: Apache-2.0

import AbiComparison
import FoundationEssentials
import GuestImage
import GuestTypes
import HypervisorABI
import Reports

/// A guest's types and constants.
extension FuzzTarget {
  static let btf = FuzzTarget("btf", longest: 4096, seeds: [someBtf]) { bytes, isThorough in
    guard let source = try? Btf(Bytes(bytes), of: "fuzz", architecture: .x86_64) else { return }
    compare(source, isThorough)
  }

  /// The input is a whole file; the corpus contains the output of compilers.
  static let dwarf = FuzzTarget("dwarf", longest: 16384) { bytes, isThorough in
    let image = GuestImage(name: "fuzz", file: Bytes(bytes), limit: limit)
    guard let source = try? DwarfSource(image) else { return }
    compare(source, isThorough)
  }

  static let snapshot = FuzzTarget("snapshot", longest: 4096, seeds: [someSnapshot]) {
    bytes, isThorough in
    guard let snapshot = try? JSONDecoder().decode(Snapshot.self, from: Data(bytes)) else { return }
    compare(snapshot, isThorough)
    _ = try? GuestComparison(snapshot, with: snapshot)
  }

  private static func compare(_ source: some TypeSource, _ isThorough: Bool) {
    guard isThorough else {
      _ = try? source.definitions(of: GuestComparison.structureNames)
      _ = try? source.constants(of: GuestComparison.constantNames)
      return
    }
    guard let comparison = try? GuestComparison(source, with: .standard) else { return }
    let report = AbiCheckReport(image: "fuzz", source: source.description, comparison)
    Shown.check(AbiCheckText(report, style: .plain).lines)
    checkForms(report)
  }

  /// `struct start_info` with an int and an array of ints, and an enumeration.
  private static let someBtf: [UInt8] = {
    let strings = Array("\0int\0start_info\0magic\0nr_pages\0XENFEAT_x\0".utf8)
    let types: [UInt32] = [
      1, 1 << 24, 4, 32,  // 1: int
      0, 3 << 24, 0, 1, 1, 8,  // 2: int [8]
      5, 4 << 24 | 2, 40, 16, 2, 0, 22, 1, 256,  // 3: struct start_info
      0, 6 << 24 | 1, 4, 31, 7,  // 4: enum
    ]
    func words(_ numbers: [UInt32]) -> [UInt8] {
      numbers.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
    }
    let size = UInt32(types.count * 4)
    return [0x9f, 0xeb, 1, 0] + words([24, 0, size, size, UInt32(strings.count)])
      + words(types) + strings
  }()

  private static let someSnapshot = Array(
    """
    {"source": "x", "arch": "x86_64", "constants": {"XENFEAT_dom0": 11}, "structs": {"start_info":
    {"size": 1168, "fields": [["magic[32]", 0, 32, "char"], ["nr_pages", 32, 8, "unsigned long"]]}}}
    """.utf8)
}
