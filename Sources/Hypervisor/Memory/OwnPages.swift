// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Xen's own pages in a guest's address space: the descriptor tables for the processor, and the
/// code by which the processor enters ring 3.
///
/// The guest's descriptors are copied here, because the processor sets the accessed bit of a
/// descriptor when it loads it, and the guest's descriptor pages must not be written to.
final class OwnPages {
  let buffer: UnsafeMutableRawBufferPointer
  private static let tablePages = 16
  private static let localPages = 16
  private static let localOffset = tablePages * MachineMemory.pageSize
  private static let codeOffset = (tablePages + localPages) * MachineMemory.pageSize
  private static let stackOffset = codeOffset + MachineMemory.pageSize
  /// The distance between the frames on that page.
  private static let framePitch = 64
  /// The offset of the page for a copy of a page table while an instruction writes to it.
  private static let scratchOffset = stackOffset + MachineMemory.pageSize
  private static let size = scratchOffset + MachineMemory.pageSize
  /// The distance between the pages of two vCPUs.
  private static let pitch: UInt64 = 1 << 20
  private let linear, physical: UInt64
  /// The number of the guest's descriptors before Xen's own.
  private let guestEntries: Int
  /// The number of Xen's own among those of the guest, which may go on behind them.
  private let reservedEntries: Int
  private let guest: GuestType

  /// - Parameters:
  ///   - numbers: of the interface.
  ///   - guest: the type of the guest.
  ///   - vcpu: the number of the vCPU that they belong to.
  init?(_ numbers: Numbers, _ guest: GuestType, vcpu: Int) {
    guard let memory = MachineMemory.reserve(Self.size) else { return nil }
    buffer = UnsafeMutableRawBufferPointer(start: memory, count: Self.size)
    self.guest = guest
    linear = guest.ownPages + UInt64(vcpu) * Self.pitch
    physical = AddressSpace.ownPagesAddress + UInt64(vcpu) * Self.pitch
    guestEntries = Int(numbers.gdtEntries)
    reservedEntries = numbers.early == nil ? Self.tablePages * 512 : Int(numbers.reservedEntries)
    for (offset, descriptor) in guest.is64 ? Self.reserved64 : Self.reserved32 {
      buffer.storeBytes(
        of: descriptor, toByteOffset: guestEntries * 8 + offset, as: UInt64.self)
    }
    let code = EntryCode(is64: guest.is64).bytes
    buffer.baseAddress?.advanced(by: Self.codeOffset).copyMemory(
      from: code, byteCount: code.count)
  }

  deinit { MachineMemory.release(buffer) }

  /// Flat segments of rings 0 and 3 after the guest's descriptors, at the selectors of the
  /// interface (0xe023, 0xe02b, 0xe033), with the accessed bit set.
  private static let reserved64: [(Int, UInt64)] = [
    (0x08, 0x00af_9b00_0000_ffff), (0x10, 0x00cf_9300_0000_ffff),
    (0x18, 0x00cf_bb00_0000_ffff), (0x20, 0x00cf_fb00_0000_ffff),
    (0x28, 0x00cf_f300_0000_ffff), (0x30, 0x00af_fb00_0000_ffff),
  ]

  /// Where ring 0 has its stack segment among them.
  private static let stackSegment = 0x10

  /// The same for a 32-bit guest: code and data of rings 0, 1 and 3 (0xe019, 0xe021, 0xe02b,
  /// 0xe033).
  private static let reserved32: [(Int, UInt64)] = [
    (0x08, 0x00cf_9b00_0000_ffff), (0x10, 0x00cf_9300_0000_ffff),
    (0x18, 0x00cf_bb00_0000_ffff), (0x20, 0x00cf_b300_0000_ffff),
    (0x28, 0x00cf_fb00_0000_ffff), (0x30, 0x00cf_f300_0000_ffff),
  ]

  var windows: [AddressSpace.Window] {
    [
      AddressSpace.Window(
        linear: linear..<linear + UInt64(Self.scratchOffset), physical: physical, canWrite: false,
        isExecutable: true, isKernels: false)
    ]
  }

  var scratch: UnsafeMutableRawPointer { buffer.baseAddress! + Self.scratchOffset }
  var scratchPhysical: UInt64 { physical + UInt64(Self.scratchOffset) }

  func map(_ processor: any Processor) throws(ProcessorError) {
    try processor.map(buffer, at: physical)
  }

  /// Makes these descriptor tables those of the processor.
  func use(_ processor: any Processor) {
    processor.setDescriptorTable(
      linear, limit: UInt32(Self.tablePages * MachineMemory.pageSize - 1))
  }

  /// Makes the processor leave ring 0 for that of the guest's kernel.
  func leaveRing0(_ processor: any Processor, _ numbers: Numbers) throws(ProcessorError) {
    use(processor)
    // Without a segment of 32 bits, a stack pointer of a 32-bit processor has 16.
    if !guest.is64 {
      processor[.ss] = UInt64(guestEntries * 8 + Self.stackSegment)
    }
    let code = linear + UInt64(Self.codeOffset)
    let kernel = frame(0, code, numbers.kernelCode, numbers.kernelStack)
    let user = guest.is64 ? nil : frame(1, code, numbers.userCode, numbers.userStack)
    try processor.leaveRing0(at: code, kernelFrame: kernel, userFrame: user)
  }

  /// Writes a frame by which `EntryCode` returns to its hlt; its linear address.
  private func frame(
    _ number: Int, _ code: UInt64, _ codeSegment: UInt64, _ stackSegment: UInt64
  ) -> UInt64 {
    let start = Self.stackOffset + number * Self.framePitch
    let words = [
      code + UInt64(EntryCode(is64: guest.is64).haltOffset), codeSegment, Numbers.interruptFlag | 2,
      linear + UInt64(Self.stackOffset + 2 * Self.framePitch), stackSegment,
    ]
    for (index, word) in words.enumerated() {
      let place = start + index * guest.wordSize
      if guest.is64 {
        buffer.storeBytes(of: word, toByteOffset: place, as: UInt64.self)
      } else {
        buffer.storeBytes(of: UInt32(word), toByteOffset: place, as: UInt32.self)
      }
    }
    return linear + UInt64(start)
  }

  /// Copies the guest's descriptors from the frames of its GDT.
  func setDescriptors(_ frames: [UInt64], _ entries: UInt64, _ memory: MachineMemory) {
    let all = Self.tablePages * MachineMemory.pageSize
    for range in [0..<guestEntries * 8, min((guestEntries + reservedEntries) * 8, all)..<all] {
      buffer[range].withMemoryRebound(to: UInt64.self) { $0.update(repeating: 0) }
    }
    for (page, frame) in frames.enumerated() {
      let left = min(512, Int(entries) - page * 512)
      for index in 0..<max(left, 0) {
        setDescriptor(page * 512 + index, memory.descriptors(frame)[index])
      }
    }
  }

  /// Copies one of the guest's descriptors.
  func setDescriptor(_ index: Int, _ descriptor: UInt64) {
    guard index < Self.tablePages * 512, !isReserved(index) else { return }
    buffer.storeBytes(of: Self.accessed(descriptor), toByteOffset: index * 8, as: UInt64.self)
  }

  private func isReserved(_ index: Int) -> Bool {
    index >= guestEntries && index - guestEntries < reservedEntries
  }

  func setLocalDescriptors(_ descriptors: [UInt64], _ processor: any Processor) {
    for (index, descriptor) in descriptors.enumerated() { setLocalDescriptor(index, descriptor) }
    processor.setLocalDescriptorTable(
      linear + UInt64(Self.localOffset), limit: UInt32(max(descriptors.count * 8, 1) - 1))
  }

  /// Copies one descriptor of the guest's LDT.
  func setLocalDescriptor(_ index: Int, _ descriptor: UInt64) {
    guard index < Self.localPages * 512 else { return }
    buffer.storeBytes(
      of: Self.accessed(descriptor), toByteOffset: Self.localOffset + index * 8, as: UInt64.self)
  }

  /// The descriptor of a selector, from the GDT or the LDT.
  func descriptor(_ selector: UInt64) -> UInt64? {
    let start = selector & 4 != 0 ? Self.localOffset : 0
    let offset = start + Int(selector & 0xfff8)
    guard offset + 8 <= Self.codeOffset else { return nil }
    return buffer.load(fromByteOffset: offset, as: UInt64.self)
  }

  /// Sets the accessed bit of code and data segments.
  private static func accessed(_ descriptor: UInt64) -> UInt64 {
    descriptor >> 44 & 1 == 1 ? descriptor | 1 << 40 : descriptor
  }
}
