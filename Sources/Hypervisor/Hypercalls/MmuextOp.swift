// SPDX-License-Identifier: Apache-2.0

import Base

/// The commands of mmuext_op, by their names in the interface.
enum MmuextCommand: String, CaseIterable, Sendable {
  case pinL1 = "MMUEXT_PIN_L1_TABLE"
  case pinL2 = "MMUEXT_PIN_L2_TABLE"
  case pinL3 = "MMUEXT_PIN_L3_TABLE"
  case pinL4 = "MMUEXT_PIN_L4_TABLE"
  case unpin = "MMUEXT_UNPIN_TABLE"
  case newBase = "MMUEXT_NEW_BASEPTR"
  case newUserBase = "MMUEXT_NEW_USER_BASEPTR"
  case flushLocal = "MMUEXT_TLB_FLUSH_LOCAL"
  case flushMulti = "MMUEXT_TLB_FLUSH_MULTI"
  case flushAll = "MMUEXT_TLB_FLUSH_ALL"
  case pageLocal = "MMUEXT_INVLPG_LOCAL"
  case pageMulti = "MMUEXT_INVLPG_MULTI"
  case pageAll = "MMUEXT_INVLPG_ALL"
  case flushCache = "MMUEXT_FLUSH_CACHE"
  case flushCacheGlobal = "MMUEXT_FLUSH_CACHE_GLOBAL"
  case setLdt = "MMUEXT_SET_LDT"
  case clearPage = "MMUEXT_CLEAR_PAGE"
  case copyPage = "MMUEXT_COPY_PAGE"
}

extension Hypervisor {
  func mmuextOp(_ call: HypercallRequest) throws(XenError) -> Int64 {
    try target(call[3])
    let places = numbers.mmuext
    var done: UInt64 = 0
    defer {
      if call[2] != 0 { try? space.store(UInt32(truncatingIfNeeded: done), at: call[2]) }
    }
    while done < call.narrow(1) {
      let at = call[0] &+ done * UInt64(places.size)
      let number: UInt32 = try space.load(at &+ UInt64(places.command))
      let first = try space.word(at &+ UInt64(places.first))
      let second = try space.word(at &+ UInt64(places.second))
      coverage.count("mmuext_op", UInt64(number), interface)
      guard let command = calls.commands.mmuext[UInt64(number)] else { throw .notImplemented }
      try extended(command, first, second)
      done += 1
      clock.spend(50)
    }
    return 0
  }

  private func extended(
    _ command: MmuextCommand, _ first: UInt64, _ second: UInt64
  ) throws(XenError) {
    switch command {
    case .pinL1: try pin(first, 1)
    case .pinL2: try pin(first, 2)
    case .pinL3: try pin(first, 3)
    case .pinL4:
      // A 64-bit Xen ignores it for a 32-bit guest.
      if interface.guest == .pae { break }
      try pin(first, 4)
    case .unpin:
      do { try types.unpin(first) } catch {
        reportRefusal(error, command.rawValue)
        throw error.error
      }
      dropTranslations()
    case .newBase: try newBase(first)
    case .newUserBase:
      guard interface.guest.is64 else { throw .invalid }
      try newUserBase(first)
    case .flushLocal: flushTranslations()
    case .flushMulti: flushTranslations(of: try vcpus(inBitmapAt: second))
    case .flushAll: flushTranslations(of: vcpus)
    case .pageLocal: flushPage(first, of: [vcpu])
    case .pageMulti: flushPage(first, of: try vcpus(inBitmapAt: second))
    case .pageAll: flushPage(first, of: vcpus)
    case .flushCache, .flushCacheGlobal:
      if !domain.isPrivileged { throw .accessDenied }
    case .setLdt: try setLocalTable(first, second & 0xffff_ffff)
    case .clearPage: try clearPage(first)
    case .copyPage: try copyPage(first, from: second)
    }
  }

  private func pin(_ frame: UInt64, _ level: Int) throws(XenError) {
    do { try types.pin(frame, level: level) } catch {
      reportRefusal(error, "MMUEXT_PIN_L\(level)_TABLE of frame \(hex(frame))")
      throw error.error
    }
    dropTranslations()
  }

  func newBase(_ frame: UInt64) throws(XenError) {
    guard frame != vcpu.kernelRoot else { return flushTranslations() }
    try takeRoot(frame, "MMUEXT_NEW_BASEPTR")
    types.put(vcpu.kernelRoot)
    vcpu.kernelRoot = frame
    if vcpu.isInKernel { useTables() }
    flushTranslations()
  }

  private func newUserBase(_ frame: UInt64) throws(XenError) {
    guard frame != vcpu.userRoot else { return }
    if frame != 0 { try takeRoot(frame, "MMUEXT_NEW_USER_BASEPTR") }
    if vcpu.userRoot != 0 { types.put(vcpu.userRoot) }
    vcpu.userRoot = frame
    if frame != 0 { reportExposed(frame) }
    if !vcpu.isInKernel { useTables() }
  }

  private func takeRoot(_ frame: UInt64, _ name: String) throws(XenError) {
    do { try types.get(frame, as: space.format.root) } catch {
      reportRefusal(error, "\(name) of frame \(hex(frame))")
      throw error.error
    }
  }

  func setLocalTable(_ address: UInt64, _ entries: UInt64) throws(XenError) {
    let isGood =
      address & 0xfff == 0 && space.format.isAddress(address)
      && !space.format.hole.contains(address)
    guard entries <= 8192, entries == 0 || isGood else { throw .invalid }
    // Xen reads the table when a selector is used, so a missing page is not an error yet.
    let descriptors = (0..<entries).map { index in
      let descriptor = (try? space.load(address &+ index * 8) as UInt64) ?? 0
      return Descriptor.checked(descriptor, space.format) ?? 0
    }
    vcpu.localTable = (address, entries)
    ownPages.setLocalDescriptors(descriptors, processor)
  }

  private func clearPage(_ frame: UInt64) throws(XenError) {
    try withWritable(frame) { $0.initializeMemory(as: UInt8.self, repeating: 0, count: 4096) }
  }

  private func copyPage(_ frame: UInt64, from source: UInt64) throws(XenError) {
    guard types.owns(source) else { throw .invalid }
    let bytes = memory.pointer(source)
    try withWritable(frame) { $0.copyMemory(from: bytes, byteCount: 4096) }
  }

  private func withWritable(
    _ frame: UInt64, _ body: (UnsafeMutableRawPointer) -> Void
  ) throws(XenError) {
    do { try types.get(frame, as: .writable) } catch { throw error.error }
    space.code.wasChanged(frame)
    body(memory.pointer(frame))
    types.put(frame)
  }
}
