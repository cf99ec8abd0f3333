// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Pages of Xen's own in a guest's address space: its descriptor tables as the processor reads them,
/// and the few bytes by which it gets to ring 3.
///
/// What a guest gave as a descriptor table is copied here: the processor marks descriptors as accessed
/// where it loads them, and would otherwise have to write to a page that nobody may write.
final class OwnPages {
  let buffer: UnsafeMutableRawBufferPointer
  /// Where they are mapped, well inside of what is Xen's alone (PERDOMAIN_VIRT_START,
  /// arch/x86/include/asm/config.h@4.17).
  private static let firstLinear: UInt64 = 0xffff_8200_0000_0000
  private static let tablePages = 16
  private static let localPages = 16
  private static let localOffset = tablePages * MachineMemory.pageSize
  private static let codeOffset = (tablePages + localPages) * MachineMemory.pageSize
  private static let stackOffset = codeOffset + MachineMemory.pageSize
  /// A page for the copy of a page table that an instruction writes to.
  private static let scratchOffset = stackOffset + MachineMemory.pageSize
  private static let size = scratchOffset + MachineMemory.pageSize
  /// From one vCPU's to the next one's.
  private static let pitch: UInt64 = 1 << 20
  private let linear, physical: UInt64
  private let guestPages: Int

  /// - Parameter vcpu: whose they are.
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
    // iretq; hlt
    buffer.baseAddress?.advanced(by: Self.codeOffset).copyMemory(
      from: [0x48, 0xcf, 0xf4] as [UInt8], byteCount: 3)
  }

  deinit { MachineMemory.release(buffer) }

  /// Flat segments of rings 0 and 3 behind the guest's descriptors, at the selectors that the
  /// interface gives (0xe023, 0xe02b, 0xe033), accessed already.
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

  /// Makes the descriptors here those of the processor.
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
      code + 2, numbers.kernelCode, Numbers.interruptFlag | 2, table + UInt64(frame + 64),
      numbers.kernelStack,
    ]
    for (index, word) in words.enumerated() {
      buffer.storeBytes(of: word, toByteOffset: frame + index * 8, as: UInt64.self)
    }
    try processor.enterRing3(
      at: code, stack: table + UInt64(frame), code: numbers.kernelCode, data: numbers.kernelStack)
  }

  /// The guest's descriptors become those frames'.
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

  /// One of the guest's descriptors changed.
  func setDescriptor(_ index: Int, _ descriptor: UInt64) {
    guard index < guestPages * 512 else { return }
    buffer.storeBytes(of: Self.accessed(descriptor), toByteOffset: index * 8, as: UInt64.self)
  }

  func setLocalDescriptors(_ descriptors: [UInt64], _ processor: any Processor) {
    for (index, descriptor) in descriptors.enumerated() {
      buffer.storeBytes(
        of: Self.accessed(descriptor), toByteOffset: Self.localOffset + index * 8, as: UInt64.self)
    }
    processor.setLocalDescriptorTable(
      linear + UInt64(Self.localOffset), limit: UInt32(max(descriptors.count * 8, 1) - 1))
  }

  /// The descriptor at a selector, of the table in force.
  func descriptor(_ selector: UInt64) -> UInt64? {
    let start = selector & 4 != 0 ? Self.localOffset : 0
    let offset = start + Int(selector & 0xfff8)
    guard offset + 8 <= Self.codeOffset else { return nil }
    return buffer.load(fromByteOffset: offset, as: UInt64.self)
  }

  /// With the accessed bit, of code and data segments.
  private static func accessed(_ descriptor: UInt64) -> UInt64 {
    descriptor >> 44 & 1 == 1 ? descriptor | 1 << 40 : descriptor
  }
}
