// SPDX-License-Identifier: Apache-2.0

import Base

/// Tables, callbacks and registers of a vCPU (xen/arch/x86/pv/{descriptor-tables,callback,
/// misc-hypercalls}.c@4.17).
extension Hypervisor {
  func setTrapTable(_ call: HypercallRequest) throws(XenError) -> Int64 {
    guard call[0] != 0 else {
      vcpu.traps = Array(repeating: .init(), count: vcpu.traps.count)
      return 0
    }
    var at = call[0]
    // An entry with address 0 ends the table; a longer table cannot add vectors.
    for _ in 0...vcpu.traps.count {
      let entry = try argument("trap_info", at: at)
      guard entry["address"] != 0 else { return 0 }
      vcpu.traps[Int(entry["vector"] & 0xff)] = Vcpu.TrapHandler(entry, interface.guest)
      at &+= UInt64(entry.places.size)
    }
    return 0
  }

  func setGdt(_ call: HypercallRequest) throws(XenError) -> Int64 {
    let entries = call.narrow(1)
    guard entries <= numbers.gdtEntries else { throw .invalid }
    var frames: [UInt64] = []
    for index in 0..<(entries + 511) / 512 {
      frames.append(try space.word(call[0] &+ index * UInt64(interface.guest.wordSize)))
    }
    try setDescriptors(frames, entries, of: vcpu)
    return 0
  }

  func setDescriptors(_ frames: [UInt64], _ entries: UInt64, of vcpu: Vcpu) throws(XenError) {
    var taken: [UInt64] = []
    do throws(PageTableRefusal) {
      for frame in frames {
        try types.get(frame, as: .descriptors)
        taken.append(frame)
      }
    } catch {
      taken.forEach(types.put)
      reportRefusal(error, "set_gdt with frame \(hex(error.frame))")
      throw .invalid
    }
    vcpu.descriptorFrames.forEach(types.put)
    vcpu.descriptorFrames = frames
    vcpu.descriptorEntries = entries
    vcpu.ownPages.setDescriptors(frames, entries, memory)
  }

  func updateDescriptor(_ call: HypercallRequest) throws(XenError) -> Int64 {
    let address = call[0]
    let frame = address >> MachineMemory.pageShift
    guard address & 7 == 0, types.owns(frame) else { throw .invalid }
    guard let descriptor = Descriptor.checked(call[1], space.format) else { throw .invalid }
    let index = Int(address & 0xfff) / 8
    switch memory.info[Int(frame)].kind {
    case .descriptors: memory.descriptors(frame)[index] = descriptor
    default:
      do { try types.get(frame, as: .writable) } catch { throw error.error }
      memory.descriptors(frame)[index] = descriptor
      types.put(frame)
    }
    for vcpu in vcpus {
      for (page, used) in vcpu.descriptorFrames.enumerated() where used == frame {
        vcpu.ownPages.setDescriptor(page * 512 + index, descriptor)
      }
    }
    updateLocalTables(frame, index, descriptor)
    return 0
  }

  /// Changes a descriptor in the LDTs that the frame is a part of.
  private func updateLocalTables(_ frame: UInt64, _ index: Int, _ descriptor: UInt64) {
    let root = space.root
    defer { space.root = root }
    for vcpu in vcpus where vcpu.localTable.entries > 0 {
      space.root = vcpu.kernelRoot
      let (base, entries) = vcpu.localTable
      for page in 0..<(entries + 511) / 512 {
        let walk = space.walk(base &+ page << MachineMemory.pageShift)
        guard walk.isPresent, walk.frame == frame else { continue }
        vcpu.ownPages.setLocalDescriptor(Int(page) * 512 + index, descriptor)
      }
    }
  }

  func stackSwitch(_ call: HypercallRequest) throws(XenError) -> Int64 {
    vcpu.kernelStack = (UInt64(interface.guest.kernelSelector(call[0])), call[1])
    return 0
  }

  func setCallbacks(_ call: HypercallRequest) throws(XenError) -> Int64 {
    guard interface.guest.is64 else {
      // The selector and the address of each.
      vcpu.event = .init(address: call[1], selector: interface.guest.kernelSelector(call[0]))
      vcpu.failsafe = .init(address: call[3], selector: interface.guest.kernelSelector(call[2]))
      return 0
    }
    vcpu.event = .init(address: call[0])
    vcpu.failsafe = .init(address: call[1])
    vcpu.syscall = .init(address: call[2])
    return 0
  }

  func fpuTaskswitch(_ call: HypercallRequest) throws(XenError) -> Int64 {
    setTaskSwitched(call.narrow(0) != 0)
    return 0
  }

  /// Sets cr0.TS, which makes the next floating-point instruction trap.
  func setTaskSwitched(_ set: Bool) {
    vcpu.isTaskSwitched = set
    let taskSwitched: UInt64 = 1 << 3
    let old = processor[.cr0]
    let new = set ? old | taskSwitched : old & ~taskSwitched
    if new != old { processor[.cr0] = new }
  }

  /// Sets a debug register; 4 and 5 are aliases of 6 and 7, because cr4.DE is clear (set_debugreg).
  func setDebugreg(_ call: HypercallRequest) throws(XenError) -> Int64 {
    try setDebugRegister(call.narrow(0), call[1], of: vcpu)
    return 0
  }

  func setDebugRegister(_ number: UInt64, _ value: UInt64, of vcpu: Vcpu) throws(XenError) {
    switch number {
    case 0...3:
      guard !space.format.hole.contains(value), space.format.isAddress(value) else {
        throw .notPermitted
      }
      vcpu.debugRegisters[Int(number)] = value
    case 4, 6:
      guard value >> 32 == 0 else { throw .invalid }
      vcpu.debugRegisters[6] = value & ~DebugRegister.statusZeros | DebugRegister.statusOnes
    case 5, 7:
      guard value >> 32 == 0 else { throw .invalid }
      vcpu.debugRegisters[7] = try DebugRegister.control(value)
    default: throw .noDevice
    }
  }

  func getDebugreg(_ call: HypercallRequest) throws(XenError) -> Int64 {
    let number = call.narrow(0)
    switch number {
    case 0...3, 6, 7: return Int64(bitPattern: vcpu.debugRegisters[Int(number)])
    // Aliases of 6 and 7 while cr4.DE is clear.
    case 4, 5: return Int64(bitPattern: vcpu.debugRegisters[Int(number) + 2])
    default: throw .noDevice
    }
  }

  func setSegmentBase(_ call: HypercallRequest) throws(XenError) -> Int64 {
    guard interface.guest.is64 else { throw .notImplemented }
    let base = call[1]
    let which = call.narrow(0)
    let selector = interface.number("SEGBASE_GS_USER_SEL")
    if which != selector, !space.format.isAddress(base) { throw .invalid }
    switch which {
    case interface.number("SEGBASE_FS"): processor[.fsBase] = base
    case interface.number("SEGBASE_GS_USER"): vcpu.otherGsBase = base
    case interface.number("SEGBASE_GS_KERNEL"): processor[.gsBase] = base
    case selector: loadUserSegment(base & 0xffff)
    default: throw .invalid
    }
    return 0
  }

  /// Loads the GS selector of user mode; its base comes from the descriptor.
  private func loadUserSegment(_ selector: UInt64) {
    let base = selector & 0xfffc == 0 ? 0 : ownPages.descriptor(selector).map(Descriptor.base) ?? 0
    let kernel = processor[.gsBase]
    if ownPages.descriptor(selector).map({ Descriptor.isUsable($0) }) ?? false || selector < 4 {
      processor[.gs] = selector
    }
    processor[.gsBase] = kernel
    vcpu.otherGsBase = base
  }
}

extension Vcpu.TrapHandler {
  /// - Parameters:
  ///   - entry: a trap_info.
  ///   - guest: the type of the guest.
  init(_ entry: GuestArgument, _ guest: GuestType) {
    let flags = entry["flags"]
    self.init(
      address: entry["address"], selector: guest.kernelSelector(entry["cs"]),
      privilege: UInt8(flags & 3), masksEvents: flags & 4 != 0)
  }
}

/// Bits of the debug registers (processor manual; xen/arch/x86/include/asm/x86-defns.h@4.17).
private enum DebugRegister {
  static let (statusZeros, statusOnes): (UInt64, UInt64) = (1 << 12, 0xffff_0ff0)
  private static let (controlZeros, controlOnes): (UInt64, UInt64) = (0xd800, 0x400)
  private static let (generalDetect, enables): (UInt64, UInt64) = (1 << 13, 0xff)
  private static let inputOutput: UInt64 = 2

  /// Checks a value for debug register 7: no general detect, and no I/O breakpoints while cr4.DE is
  /// clear.
  static func control(_ value: UInt64) throws(XenError) -> UInt64 {
    guard value & generalDetect == 0 else { throw .notPermitted }
    let kinds = stride(from: UInt64(16), to: 32, by: 4).map { value >> $0 & 3 }
    guard value & enables == 0 || !kinds.contains(inputOutput) else { throw .notPermitted }
    return value & ~controlZeros | controlOnes
  }
}

/// Segment descriptors (processor manual).
enum Descriptor {
  static func base(_ descriptor: UInt64) -> UInt64 {
    descriptor >> 16 & 0xff_ffff | (descriptor >> 56) << 24
  }

  static func isPresent(_ descriptor: UInt64) -> Bool { descriptor >> 47 & 1 == 1 }
  private static func isSegment(_ descriptor: UInt64) -> Bool { descriptor >> 44 & 1 == 1 }
  private static func isLong(_ descriptor: UInt64) -> Bool { descriptor >> 53 & 1 == 1 }
  private static func privilege(_ descriptor: UInt64) -> UInt64 { descriptor >> 45 & 3 }

  private static func isCodeSegment(_ descriptor: UInt64) -> Bool { descriptor >> 43 & 1 == 1 }
  private static func isConforming(_ descriptor: UInt64) -> Bool { descriptor >> 42 & 1 == 1 }
  private static func isWritable(_ descriptor: UInt64) -> Bool { descriptor >> 41 & 1 == 1 }

  /// Whether ring 3 may have it as its code, if it is present.
  static func isCode(_ descriptor: UInt64) -> Bool {
    isSegment(descriptor) && isCodeSegment(descriptor)
      && (isConforming(descriptor) || privilege(descriptor) == 3)
  }

  /// Whether ring 3 may have it as its stack, if it is present.
  static func isStack(_ descriptor: UInt64) -> Bool {
    isSegment(descriptor) && !isCodeSegment(descriptor) && isWritable(descriptor)
      && privilege(descriptor) == 3
  }

  /// Whether a ring may load it.
  static func isUsable(_ descriptor: UInt64, in ring: UInt64 = 3) -> Bool {
    isPresent(descriptor) && isSegment(descriptor) && privilege(descriptor) >= ring
  }

  /// The descriptor as Xen accepts it from a guest: no system segments, and a DPL raised to the ring
  /// of the guest's kernel. A flat segment of a 32-bit guest that ends in Xen's addresses gets all of
  /// them (check_descriptor, xen/arch/x86/pv/descriptor-tables.c@4.17). Nil if Xen refuses it.
  static func checked(_ descriptor: UInt64, _ format: PageTableFormat) -> UInt64? {
    guard isPresent(descriptor) else { return descriptor }
    guard isSegment(descriptor) else { return system(descriptor, format) }
    if format.type.is64 { return descriptor | 3 << 45 }
    guard !isLong(descriptor) else { return nil }
    var accepted = descriptor
    if privilege(descriptor) == 0 { accepted |= format.type.kernelRing << 45 }
    if base(descriptor) == 0, end(descriptor) > format.hole.lowerBound {
      accepted |= 0xf << 48 | 0xffff
    }
    return accepted
  }

  /// A descriptor that is not a segment's: Xen accepts type 0 as it is, and call gates, which it
  /// then closes to emulate them.
  private static func system(_ descriptor: UInt64, _ format: PageTableFormat) -> UInt64? {
    let (type, callGate): (UInt64, UInt64) = (descriptor >> 40 & 0xf, 12)
    if type == 0 { return descriptor }
    let reserved: UInt64 = format.type.is64 ? 0xff : 0xe0
    guard type == callGate, descriptor >> 32 & reserved == 0 else { return nil }
    let ring = max(privilege(descriptor), format.type.kernelRing)
    return descriptor & ~(3 << 45 | 3 << 16) | ring << 16
  }

  /// The number of bytes of a segment.
  private static func end(_ descriptor: UInt64) -> UInt64 {
    let limit = (descriptor >> 32 & 0xf_0000 | descriptor & 0xffff) + 1
    return descriptor >> 55 & 1 == 1 ? limit << 12 : limit
  }
}
