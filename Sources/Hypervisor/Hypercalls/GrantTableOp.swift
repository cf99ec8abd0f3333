// SPDX-License-Identifier: Apache-2.0

import Glibc

enum GrantCommand: String, CaseIterable, Sendable {
  case setupTable = "GNTTABOP_setup_table"
  case querySize = "GNTTABOP_query_size"
  case getVersion = "GNTTABOP_get_version"
  case setVersion = "GNTTABOP_set_version"
  case copy = "GNTTABOP_copy"
}

/// Calls about a domain's grant table (xen/common/grant_table.c@4.17). What others use of it, they use
/// directly (`GrantTable`).
extension Hypervisor {
  func grantTableOp(_ call: HypercallRequest) throws(XenError) -> Int64 {
    let count = call.narrow(2)
    guard count < 1 << 31 else { throw .invalid }
    guard let command = calls.commands.grant[call.narrow(0)] else { throw .notImplemented }
    if command != .getVersion, count != 1 { throw .invalid }
    if command == .getVersion, count != 1 { throw .invalid }
    switch command {
    case .setupTable: try setupTable(call[1])
    case .querySize:
      var request = try argument("gnttab_query_size", at: call[1])
      request["nr_frames"] = UInt64(grants.frames.count)
      request["max_nr_frames"] = GrantTable.mostFrames
      request["status"] = grantStatus(request["dom"])
      try write(request)
    case .getVersion:
      var request = try argument("gnttab_get_version", at: call[1])
      request["version"] = 1
      try write(request)
    case .setVersion:
      var request = try argument("gnttab_set_version", at: call[1])
      guard request["version"] == 1 else {
        // The second has frames of states that nobody here looks at.
        request["version"] = 1
        try write(request)
        throw .invalid
      }
      try write(request)
    case .copy:
      var request = try argument("gnttab_copy", at: call[1])
      request["status"] = interface.number(copyStatus(request))
      try write(request)
    }
    return 0
  }

  /// Copies between frames, each the domain's own or one that it granted to itself.
  ///
  /// - Returns: the name of the status (gnttab_copy_one, acquire_grant_for_copy).
  private func copyStatus(_ request: GuestArgument) -> String {
    let (length, from, to) = (request["len"], request["source.offset"], request["dest.offset"])
    let size = UInt64(MachineMemory.pageSize)
    guard max(from, to) + length <= size else { return "GNTST_bad_copy_arg" }
    let flags = request["flags"]
    let ends = [("source", "GNTCOPY_source_gref"), ("dest", "GNTCOPY_dest_gref")]
    var frames: [UInt64] = []
    var used: [(reference: UInt32, write: Bool)] = []
    defer { for use in used { grants.end(use.reference, write: use.write) } }
    for (end, flag) in ends {
      guard grantStatus(request["\(end).domid"]) == interface.number("GNTST_okay") else {
        return "GNTST_bad_domain"
      }
      let isGranted = flags & interface.number(flag) != 0
      let number = request[isGranted ? "\(end).u.ref" : "\(end).u.gmfn"]
      guard isGranted else {
        frames.append(number)
        continue
      }
      let (reference, write) = (UInt32(truncatingIfNeeded: number), end == "dest")
      do throws(GrantRefusal) {
        frames.append(try grants.begin(reference, by: domain.id, write: write))
        used.append((reference, write))
      } catch {
        return error.status
      }
    }
    guard frames.allSatisfy({ memory.exists($0) && memory.info[Int($0)].owner == domain.id }) else {
      return "GNTST_bad_page"
    }
    space.code.wasChanged(frames[1])
    memmove(
      memory.pointer(frames[1]) + Int(to), memory.pointer(frames[0]) + Int(from), Int(length))
    return "GNTST_okay"
  }

  private func grantStatus(_ id: UInt64) -> UInt64 {
    let isOwn = id == numbers.selfId || id == UInt64(domain.id)
    return interface.number(isOwn ? "GNTST_okay" : "GNTST_bad_domain")
  }

  private func setupTable(_ address: UInt64) throws(XenError) {
    var request = try argument("gnttab_setup_table", at: address)
    let count = request["nr_frames"]
    var status = grantStatus(request["dom"])
    if count > GrantTable.mostFrames { status = interface.number("GNTST_general_error") }
    if status == interface.number("GNTST_okay") {
      guard grants.grow(to: Int(count)) else { throw .noMemory }
      let list = request["frame_list.p"]
      for (index, frame) in grants.frames.prefix(Int(count)).enumerated() {
        try space.store(frame, at: list &+ UInt64(index * 8))
      }
    }
    request["status"] = status
    try write(request)
  }
}
