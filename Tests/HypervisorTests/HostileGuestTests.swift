// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

import GuestImage
import Hypervisor
import HypervisorABI
import Testing

/// A run of any guest ends within its time limit, in one of the defined ways.
@Suite struct HostileGuestTests {
  @Test(arguments: [1, 2, 3, 5, 8]) func randomCallsEnd(seed: Int) throws {
    let run = try BuiltGuest.run(BuiltGuest.seeded.get(), "20 \(seed)") { $0.limit = 2_000_000_000 }
    #expect(run.findings.count <= 256)
  }

  @Test(arguments: [1, 2, 3, 5, 8]) func randomCodeEnds(seed: Int) throws {
    let run = try BuiltGuest.run(BuiltGuest.seeded.get(), "21 \(seed)") { $0.limit = 1_000_000_000 }
    #expect(run.findings.count <= 256)
  }

  /// Waiting takes no time, so a guest that nothing can wake must be recognized as hung even if its
  /// timer ticks.
  @Test(arguments: [11, 12, 13]) func waitingForNothingEnds(mistake: Int) throws {
    let run = try BuiltGuest.run(BuiltGuest.seeded.get(), "\(mistake)")
    #expect(run.outcome == .hung)
  }

  /// vcpu_info may be moved to an unaligned address.
  @Test func anInfoAtAnOddPlace() throws {
    let run = try BuiltGuest.run(BuiltGuest.seeded.get(), "14")
    #expect(run.outcome == .shutdown(reason: "poweroff"))
  }

  /// INIT_P2M places the frame list at the end of the address space.
  @Test(arguments: [0xffff_ffff_ffff_f000, 0xffff_ffff_ffff_0000] as [UInt64])
  func aListOfFramesBehindTheLastAddress(_ address: UInt64) throws {
    var rewrite = try NoteRewrite(BuiltGuest.reference.get())
    let descriptor = (0..<8).map { UInt8(truncatingIfNeeded: address >> UInt64(8 * $0)) }
    rewrite.entries.append(
      .init(owner: XenNote.owner, type: XenNote.initP2M.number, descriptor: descriptor))
    let image = GuestImage(name: "guest.elf", file: Bytes(try rewrite.bytes()))
    let error = #expect(throws: RunError.self) { try BuiltGuest.run(image) }
    #expect(error?.description.contains("placed by INIT_P2M") == true, "\(error!)")
  }

  /// A segment states 8 bytes of memory, and more bytes in the file than the domain has; or so much
  /// memory that its end wraps.
  @Test(arguments: [8, .max] as [UInt64])
  func aSegmentThatIsLargerThanTheDomain(memory: UInt64) throws {
    let guest = try BuiltGuest.reference.get()
    let elf = try guest.elf.get()
    let first = elf.segments.first(where: \.isLoad)
    let segment = try #require(first)
    let size: UInt64 = 40 << 20
    let header = Int(elf.header.programHeaders.statedOffset(of: UInt64(segment.index)))
    var bytes = guest.file.array
    for (field, value) in [(32, size), (40, memory)] {  // p_filesz, p_memsz of ELF64
      let place = header + field..<header + field + 8
      withUnsafeBytes(of: value) { bytes.replaceSubrange(place, with: $0) }
    }
    bytes += [UInt8](repeating: 0, count: Int(segment.offset + size) - bytes.count)
    let image = GuestImage(name: "guest.elf", file: Bytes(bytes))
    #expect(throws: RunError.self) { try BuiltGuest.run(image) }
  }
}
