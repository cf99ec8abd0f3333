// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestImage
import Instructions
import Testing

/// Every instruction of real code, by Zydis and by us: same length, same class.
@Suite struct ZydisImageTests {
  /// A linear sweep of each executable section that has contents.
  private func compare(_ path: String, _ mode: CodeMode) throws -> Comparison {
    let elf = try GuestImage.open(path: path).elf.get()
    var comparison = Comparison(mode)
    for section in elf.sections where section.isExecutable {
      elf.contents(of: section)?.withUnsafeBytes { comparison.sweep($0) }
    }
    return comparison
  }

  @Test func debiansKernel() throws {
    let comparison = try compare(DebianImages.linux(), .bits64)
    #expect(comparison.wrong == [])
    #expect(comparison.excused == [:])
    #expect(comparison.compared > 6_000_000)
  }

  @Test func debiansCloudKernel() throws {
    let comparison = try compare(DebianImages.linuxCloud(), .bits64)
    #expect(comparison.wrong == [])
    #expect(comparison.excused == [:])
    #expect(comparison.compared > 4_000_000)
  }

  /// It has its data in .text too.
  @Test func xenShim() throws {
    let comparison = try compare(DebianImages.xenShim(), .bits64)
    #expect(comparison.wrong == [])
    #expect(comparison.agreed > comparison.compared / 1000 * 999)
  }

  @Test func hvmloader() throws {
    let comparison = try compare(DebianImages.hvmloader(), .bits32)
    #expect(comparison.wrong == [])
    #expect(comparison.agreed > comparison.compared / 1000 * 999)
  }

  /// Vector instructions of every kind, chosen at run time.
  @Test func cLibrary() throws {
    let comparison = try compare("/lib/x86_64-linux-gnu/libc.so.6", .bits64)
    #expect(comparison.wrong == [])
    #expect(comparison.excused == [:])
    #expect(comparison.compared > 300_000)
  }

  @Test func cLibrary32() throws {
    let comparison = try compare("/usr/lib32/libc.so.6", .bits32)
    #expect(comparison.wrong == [])
    #expect(comparison.excused == [:])
    #expect(comparison.compared > 300_000)
  }
}
