// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Xen's own pages in a guest's address space: the descriptor tables for the processor, and the
/// code by which the processor enters ring 3.
///
/// The guest's descriptors are copied here, because the processor sets the accessed bit of a
/// descriptor when it loads it, and the guest's descriptor pages must not be written to.
final class OwnPages {
  let buffer: UnsafeMutableRawBufferPointer
  /// The linear address, inside Xen's own range (PERDOMAIN_VIRT_START,
  /// arch/x86/include/asm/config.h@4.17).
  private static let firstLinear: UInt64 = 0xffff_8200_0000_0000
  private static let tablePages = 16
  private static let localPages = 16
  private static let localOffset = tablePages * MachineMemory.pageSize
  private static let codeOffset = (tablePages + localPages) * MachineMemory.pageSize
  private static let stackOffset = codeOffset + MachineMemory.pageSize
  /// The offset of the page for a copy of a page table while an instruction writes to it.
  private static let scratchOffset = stackOffset + MachineMemory.pageSize
  private static let size = scratchOffset + MachineMemory.pageSize
  /// The distance between the pages of two vCPUs.
  private static let pitch: UInt64 = 1 << 20
  private let linear, physical: UInt64
  private let guestPages: Int

  /// - Parameters:
  ///   - numbers: of the interface.
  ///   - vcpu: the number of the vCPU that they belong to.
  init?(_ numbers: Numbers, vcpu: Int) {
    guard let memory = MachineMemory.reserve(Self.size) else { return nil }
    buffer = UnsafeMutableRawBufferPointer(start: memory, count: Self.size)
    linear = Self.firstLinear + UInt64(vcpu) * Self.pitch
    physical = AddressSpace.ownPagesAddress + UInt64(vcpu) * Self.pitch
    guestPages = Int(numbers.gdtEntries) * 8 / MachineMemory.pageSize
    for (offset, descriptor) in Self.reserved {
      buffer.storeBytes(
        of: descriptor, toByteOffset: guestPages * MachineMemory.pageSize + offset, as: UInt64.self)
    }
    buffer.baseAddress?.advanced(by: Self.codeOffset).copyMemory(
      from: EntryCode.bytes, byteCount: EntryCode.bytes.count)
  }

  deinit { MachineMemory.release(buffer) }

  /// Flat segments of rings 0 and 3 after the guest's descriptors, at the selectors of the
  /// interface (0xe023, 0xe02b, 0xe033), with the accessed bit set.
  private static let reserved: [(Int, UInt64)] = [
    (0x08, 0x00af_9b00_0000_ffff), (0x10, 0x00cf_9300_0000_ffff),
    (0x18, 0x00cf_bb00_0000_ffff), (0x20, 0x00cf_fb00_0000_ffff),
    (0x28, 0x00cf_f300_0000_ffff), (0x30, 0x00af_fb00_0000_ffff),
  ]

  var windows: [AddressSpace.Window] {
    [
      AddressSpace.Window(
        linear: linear..<linear + UInt64(Self.scratchOffset), physical: physical, canWrite: false,
        isExecutable: true)
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

  func enterRing3(_ processor: any Processor, _ numbers: Numbers) throws(ProcessorError) {
    let table = linear
    use(processor)
    let code = table + UInt64(Self.codeOffset)
    let frame = Self.stackOffset
    let words = [
      code + UInt64(EntryCode.haltOffset), numbers.kernelCode, Numbers.interruptFlag | 2,
      table + UInt64(frame + 64), numbers.kernelStack,
    ]
    for (index, word) in words.enumerated() {
      buffer.storeBytes(of: word, toByteOffset: frame + index * 8, as: UInt64.self)
    }
    try processor.enterRing3(at: code, stack: table + UInt64(frame))
  }

  /// Copies the guest's descriptors from the frames of its GDT.
  func setDescriptors(_ frames: [UInt64], _ entries: UInt64, _ memory: MachineMemory) {
    let bytes = guestPages * MachineMemory.pageSize
    buffer[0..<bytes].withMemoryRebound(to: UInt64.self) { $0.update(repeating: 0) }
    for (page, frame) in frames.enumerated() {
      let left = min(512, Int(entries) - page * 512)
      for index in 0..<max(left, 0) {
        setDescriptor(page * 512 + index, memory.entries(frame)[index])
      }
    }
  }

  /// Copies one of the guest's descriptors.
  func setDescriptor(_ index: Int, _ descriptor: UInt64) {
    guard index < guestPages * 512 else { return }
    buffer.storeBytes(of: Self.accessed(descriptor), toByteOffset: index * 8, as: UInt64.self)
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
