// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

import Base

/// A map of a grant by the domain itself (struct grant_mapping).
struct GrantMap {
  let grant: UInt32
  let frame: UInt64
  let isReadOnly: Bool
  /// Whether its address is that of an entry of a page table, rather than one that the entry maps.
  let namesEntry: Bool
  /// Whether it is mapped for the processor, and for devices.
  var hasHost: Bool
  var hasDevice: Bool
}

/// Maps of grants. The model has one guest, so it can map only what it granted to itself
/// (map_grant_ref and unmap_common, xen/common/grant_table.c@4.17; arch/x86/pv/grant_table.c@4.17).
extension Hypervisor {
  /// Performs a list of requests, each with a status of its own.
  func forEach(
    _ count: UInt64, _ structure: String, at list: UInt64,
    _ perform: (inout GuestArgument) -> String
  ) throws(XenError) {
    guard let size = interface.structure(structure)?.size else { throw .notImplemented }
    for index in 0..<count {
      var request = try argument(structure, at: list &+ index * UInt64(size))
      request["status"] = interface.number(perform(&request))
      try write(request)
      clock.spend(100)
    }
  }

  private func has(_ flag: String, _ flags: UInt64) -> Bool {
    flags & interface.number("GNTMAP_" + flag) != 0
  }

  /// - Returns: the name of the status.
  func mapGrant(_ request: inout GuestArgument) -> String {
    let flags = request["flags"]
    let (isHost, isDevice) = (has("host_map", flags), has("device_map", flags))
    guard isHost || isDevice else { return "GNTST_bad_gntref" }
    guard request["dom"] == UInt64(domain.id) else {
      // The initial domain is there, and grants nothing.
      return request["dom"] == 0 ? "GNTST_general_error" : "GNTST_bad_domain"
    }
    guard let handle = grants.freeHandle else {
      let isNew = interface.numberIfNamed("GNTST_no_space") != nil
      return isNew ? "GNTST_no_space" : "GNTST_no_device_space"
    }
    let isReadOnly = has("readonly", flags)
    let grant = UInt32(truncatingIfNeeded: request["ref"])
    do throws(GrantRefusal) {
      let frame = try begin(grant, isReadOnly, isHost, isDevice)
      let map = GrantMap(
        grant: grant, frame: frame, isReadOnly: isReadOnly,
        namesEntry: has("contains_pte", flags), hasHost: isHost, hasDevice: isDevice)
      if isHost, !set(entry(of: map, flags), of: map, at: request["host_addr"]) {
        if isDevice { grants.end(grant, write: !isReadOnly) }
        grants.end(grant, write: !isReadOnly, holds: false)
        return "GNTST_general_error"
      }
      grants.maps[handle] = map
      request["dev_bus_addr"] = frame << MachineMemory.pageShift
      request["handle"] = UInt64(handle)
      return "GNTST_okay"
    } catch {
      return error.status
    }
  }

  /// Uses a grant once for each kind of map. The entry of a page table holds the frame itself.
  private func begin(
    _ grant: UInt32, _ isReadOnly: Bool, _ isHost: Bool, _ isDevice: Bool
  ) throws(GrantRefusal) -> UInt64 {
    var frame: UInt64 = 0
    if isHost { frame = try grants.begin(grant, by: domain.id, write: !isReadOnly, holds: false) }
    guard isDevice else { return frame }
    do throws(GrantRefusal) {
      return try grants.begin(grant, by: domain.id, write: !isReadOnly)
    } catch {
      if isHost { grants.end(grant, write: !isReadOnly, holds: false) }
      throw error
    }
  }

  /// The entry that maps a grant (grant_to_pte_flags).
  private func entry(of map: GrantMap, _ flags: UInt64) -> PageTableEntry {
    var bits = PageTableEntry.present | PageTableEntry.accessed | PageTableEntry.dirty
    if interface.guest != .twoLevels { bits |= PageTableEntry.noExecute }
    if !map.isReadOnly { bits |= PageTableEntry.writable }
    if has("application_map", flags) { bits |= PageTableEntry.user }
    // Three bits for the guest's own use.
    let first = interface.numberIfNamed("_GNTMAP_guest_avail0")
    bits |= first.map { (flags >> $0 & 7) << 9 } ?? 0
    return PageTableEntry(frame: map.frame, bits)
  }

  /// The L1 and the index in it of an entry, by its own machine address or by the one that it maps.
  private func place(_ address: UInt64, _ namesEntry: Bool) -> (table: UInt64, index: Int)? {
    if namesEntry {
      let table = address >> MachineMemory.pageShift
      guard Int(address & 0xfff) % space.format.entrySize == 0, types.owns(table),
        types.info(table)?.kind == .l1
      else { return nil }
      return (table, Int(address & 0xfff) / space.format.entrySize)
    }
    let walk = space.walk(address)
    guard let table = walk.table, types.info(table)?.kind == .l1 else { return nil }
    return (table, walk.index)
  }

  private func set(_ entry: PageTableEntry, of map: GrantMap, at address: UInt64) -> Bool {
    guard let place = place(address, map.namesEntry) else { return false }
    return set(entry, at: place)
  }

  private func set(_ entry: PageTableEntry, at place: (table: UInt64, index: Int)) -> Bool {
    do throws(PageTableRefusal) {
      try changeEntry(place.table, place.index, entry)
      return true
    } catch {
      reportRefusal(error, "a map of a grant by entry \(place.index) in \(hex(place.table))")
      return false
    }
  }

  /// Unmaps a grant for the processor, for devices or both, by the addresses that are not 0.
  ///
  /// - Parameter replacement: an address whose entry takes the place of the map; 0 for none.
  /// - Returns: the name of the status.
  func unmapGrant(_ request: GuestArgument, replacement: UInt64 = 0) -> String {
    let handle = UInt32(truncatingIfNeeded: request["handle"])
    guard var map = grants.maps[handle] else { return "GNTST_bad_handle" }
    let (host, device) = (request["host_addr"], request["dev_bus_addr"])
    if device != 0, map.hasDevice, device != map.frame << MachineMemory.pageShift {
      return "GNTST_bad_dev_addr"
    }
    if host != 0, map.hasHost {
      guard replace(map, at: host, by: replacement) else { return "GNTST_general_error" }
      map.hasHost = false
      grants.end(map.grant, write: !map.isReadOnly, holds: false)
    }
    if device != 0, map.hasDevice {
      map.hasDevice = false
      grants.end(map.grant, write: !map.isReadOnly)
    }
    grants.maps[handle] = map.hasHost || map.hasDevice ? map : nil
    return "GNTST_okay"
  }

  /// Empties the entry of a map, or moves another one there, which leaves its own place in any case
  /// (replace_grant_pv_mapping).
  private func replace(_ map: GrantMap, at address: UInt64, by other: UInt64) -> Bool {
    var moved = PageTableEntry(0)
    if other != 0 {
      guard !map.namesEntry, let place = place(other, false) else { return false }
      moved = PageTableEntry(memory.entries(place.table)[place.index])
      if address >> MachineMemory.pageShift == other >> MachineMemory.pageShift {
        _ = set(PageTableEntry(0), at: place)
        return false
      }
    }
    // Last, so that the frame is held all the time.
    defer {
      if other != 0, let place = place(other, false) { _ = set(PageTableEntry(0), at: place) }
    }
    guard let place = place(address, map.namesEntry) else { return false }
    let entry = PageTableEntry(memory.entries(place.table)[place.index])
    guard entry.isPresent, entry.frame == map.frame, entry.isWritable == !map.isReadOnly else {
      return false
    }
    return set(moved, at: place)
  }
}
