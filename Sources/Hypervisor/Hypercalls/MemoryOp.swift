// SPDX-License-Identifier: Apache-2.0

enum MemoryCommand: String, CaseIterable, Sendable {
  case increase = "XENMEM_increase_reservation"
  case decrease = "XENMEM_decrease_reservation"
  case populate = "XENMEM_populate_physmap"
  case maximumPage = "XENMEM_maximum_ram_page"
  case current = "XENMEM_current_reservation"
  case maximum = "XENMEM_maximum_reservation"
  case machphysList = "XENMEM_machphys_mfn_list"
  case machphysMapping = "XENMEM_machphys_mapping"
  case memoryMap = "XENMEM_memory_map"
  case machineMap = "XENMEM_machine_memory_map"
  case exchange = "XENMEM_exchange"
  case maximumFrame = "XENMEM_maximum_gpfn"
}

/// Memory operations of a domain (xen/common/memory.c, arch/x86/mm.c@4.17).
extension Hypervisor {
  func memoryOp(_ call: HypercallRequest) throws(XenError) -> Int64 {
    // The bits above the command are the position at which a preempted call continues.
    switch calls.commands.memory[call[0] & 0x3f] {
    case .maximumPage: return Int64(memory.frameCount - 1)
    case .current:
      try memoryDomain(call[1])
      return Int64(domain.frameCount)
    case .maximum:
      try memoryDomain(call[1])
      return Int64(domain.mostFrames)
    case .maximumFrame:
      try memoryDomain(call[1])
      return Int64(domain.frameCount - 1)
    case .memoryMap:
      try readMapFirst(call[1])
      // libxl sets a map for a domU; the initial domain has none.
      guard domain.role == .domU else { throw .notImplemented }
      return try writeMap(call[1], [(0, domain.frameCount << 12, 1)])
    case .machineMap:
      try readMapFirst(call[1])
      guard domain.isPrivileged else { throw .notPermitted }
      return try writeMap(call[1], machineMap)
    case .machphysMapping: return try machphysMapping(call[1])
    case .populate, .increase: return try populate(call[1])
    case .decrease: return try decrease(call[1])
    case .exchange: return try exchange(call[1])
    case .machphysList: throw .invalid
    case nil: throw .notImplemented
    }
  }

  /// Xen reads the argument of a 32-bit guest before it checks anything else (compat_arch_memory_op,
  /// arch/x86/x86_64/compat/mm.c@4.17).
  private func readMapFirst(_ address: UInt64) throws(XenError) {
    if interface.guest == .pae { _ = try argument("xen_memory_map", at: address) }
  }

  private func memoryDomain(_ address: UInt64) throws(XenError) {
    let id: UInt16 = try space.load(address)
    // 3.0.0 reads the number, but then takes the low bits of its address for it (do_memory_op,
    // xen/common/memory.c@3.0.0).
    let isAddressTaken = interface.numberIfNamed("XENMEM_populate_physmap") == nil
    try reservation(isAddressTaken ? address & 0xffff : UInt64(id))
  }

  private func reservation(_ id: UInt64) throws(XenError) {
    guard id == numbers.selfId || id == UInt64(domain.id) else { throw .noDomain }
  }

  /// The machine's memory map in the format of a firmware's E820.
  private var machineMap: [(start: UInt64, size: UInt64, type: UInt32)] {
    let top = memory.frameCount << 12
    return [
      (0, 0x9_f000, 1), (0x9_f000, 0x6_1000, 2), (0x10_0000, top - 0x10_0000, 1),
    ]
  }

  private func writeMap(
    _ address: UInt64, _ map: [(start: UInt64, size: UInt64, type: UInt32)]
  ) throws(XenError) -> Int64 {
    var request = try argument("xen_memory_map", at: address)
    guard request["nr_entries"] >= UInt64(map.count) || domain.role == .domU else { throw .invalid }
    let count = min(Int(request["nr_entries"]), map.count)
    let size = 20
    for (index, entry) in map.prefix(count).enumerated() {
      let at = request["buffer.p"] &+ UInt64(index * size)
      try space.store(entry.start, at: at)
      try space.store(entry.size, at: at &+ 8)
      try space.store(entry.type, at: at &+ 16)
    }
    request["nr_entries"] = UInt64(count)
    try write(request)
    return 0
  }

  private func machphysMapping(_ address: UInt64) throws(XenError) -> Int64 {
    let places = interface.knownStructure("xen_machphys_mapping")
    var answer = GuestArgument(
      address: address, places: places, bytes: [UInt8](repeating: 0, count: places.size))
    answer["v_start"] = interface.number("MACH2PHYS_VIRT_START")
    answer["v_end"] = interface.number("MACH2PHYS_VIRT_END")
    answer["max_mfn"] = interface.number("MACH2PHYS_NR_ENTRIES") - 1
    try write(answer)
    return 0
  }

  /// The extents of a reservation: their number, the address of their list, and their order.
  private func extents(
    _ request: GuestArgument, _ prefix: String = ""
  ) throws(XenError) -> (count: UInt64, list: UInt64, order: UInt64) {
    let count = request[prefix + "nr_extents"]
    let order = request[prefix + "extent_order"]
    guard count <= memory.frameCount, order <= 9 else { throw .invalid }
    try reservation(request[prefix + "domid"])
    return (count, request[prefix + "extent_start.p"], order)
  }

  /// The address of an element of a list of frame numbers.
  private func place(_ index: UInt64, in list: UInt64) -> UInt64 {
    list &+ index * UInt64(interface.guest.wordSize)
  }

  private func populate(_ address: UInt64) throws(XenError) -> Int64 {
    let (count, list, order) = try extents(try argument("xen_memory_reservation", at: address))
    guard order == 0 else { return 0 }
    for done in 0..<count {
      guard domain.frameCount < domain.mostFrames, let frame = memory.allocate(for: domain.id)
      else { return Int64(done) }
      let place = self.place(done, in: list)
      let page = list == 0 ? 0 : try space.word(place)
      domain.frameCount += 1
      memory.machineToPhysical[Int(frame)] = page
      if list != 0 { try space.store(word: frame, at: place) }
    }
    return Int64(count)
  }

  private func decrease(_ address: UInt64) throws(XenError) -> Int64 {
    let (count, list, order) = try extents(try argument("xen_memory_reservation", at: address))
    for done in 0..<count {
      let first = try space.word(place(done, in: list))
      guard types.owns(first) else { return Int64(done) }
      for frame in first..<first &+ (1 << order) {
        guard give(back: frame) else { return Int64(done) }
      }
    }
    return Int64(count)
  }

  /// Frees a frame that nothing refers to.
  func give(back frame: UInt64) -> Bool {
    guard types.owns(frame), frame != domain.sharedInfo else { return false }
    let info = memory.info[Int(frame)]
    guard info.typeCount == 0, info.count <= 1 else { return false }
    space.code.wasChanged(frame)
    memory.free(frame)
    domain.frameCount -= 1
    return true
  }

  /// Exchanges frames for as many in extents of another order, for example a contiguous DMA buffer.
  private func exchange(_ address: UInt64) throws(XenError) -> Int64 {
    var request = try argument("xen_memory_exchange", at: address)
    let source = try extents(request, "in.")
    let target = try extents(request, "out.")
    let perSource = UInt64(1) << source.order
    let perTarget = UInt64(1) << target.order
    guard source.count << source.order == target.count << target.order else { throw .invalid }
    var done = request["nr_exchanged"]
    let perStep = max(perSource, perTarget)
    while done < source.count {
      try giveBack(perStep, done, source)
      let first = done * perSource / perTarget
      for extent in first..<first + perStep / perTarget {
        try take(perTarget, to: place(extent, in: target.list))
      }
      done += perStep / perSource
    }
    request["nr_exchanged"] = source.count
    try write(request)
    return 0
  }

  private func giveBack(
    _ frames: UInt64, _ extent: UInt64, _ source: (count: UInt64, list: UInt64, order: UInt64)
  ) throws(XenError) {
    let perExtent = UInt64(1) << source.order
    for extent in extent..<extent + frames / perExtent {
      let first = try space.word(place(extent, in: source.list))
      guard types.owns(first) else { throw .invalid }
      for frame in first..<first &+ perExtent {
        guard give(back: frame) else { throw .invalid }
      }
    }
  }

  /// Allocates an extent for the page number at `place`, and stores its first frame there.
  private func take(_ count: UInt64, to place: UInt64) throws(XenError) {
    let page = try space.word(place)
    let allocated =
      count == 1
      ? memory.allocate(for: domain.id) : memory.allocate(contiguous: count, for: domain.id)
    guard let first = allocated else { throw .noMemory }
    for offset in 0..<count { memory.machineToPhysical[Int(first + offset)] = page &+ offset }
    domain.frameCount += count
    try space.store(word: first, at: place)
  }
}
