// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc

enum GrantCommand: String, CaseIterable, Sendable {
  case setupTable = "GNTTABOP_setup_table"
  case querySize = "GNTTABOP_query_size"
  case getVersion = "GNTTABOP_get_version"
  case setVersion = "GNTTABOP_set_version"
  case statusFrames = "GNTTABOP_get_status_frames"
  case copy = "GNTTABOP_copy"
  case map = "GNTTABOP_map_grant_ref"
  case unmap = "GNTTABOP_unmap_grant_ref"
  case unmapAndReplace = "GNTTABOP_unmap_and_replace"
}

/// Grant table operations (xen/common/grant_table.c@4.17). Back ends use `GrantTable` directly.
extension Hypervisor {
  func grantTableOp(_ call: HypercallRequest) throws(XenError) -> Int64 {
    let count = call.narrow(2)
    guard count < 1 << 31 else { throw .invalid }
    guard let command = calls.commands.grant[call.narrow(0)] else { throw .notImplemented }
    switch command {
    case .copy, .map, .unmap, .unmapAndReplace:
      try performList(command, count, at: call[1])
      return 0
    default: guard count == 1 else { throw .invalid }
    }
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
      request["version"] = UInt64(grants.version)
      try write(request)
    case .setVersion: try setVersion(call[1])
    case .statusFrames: try statusFrames(call[1])
    case .copy, .map, .unmap, .unmapAndReplace: break
    }
    return 0
  }

  private func performList(
    _ command: GrantCommand, _ count: UInt64, at list: UInt64
  ) throws(XenError) {
    switch command {
    case .map: try forEach(count, "gnttab_map_grant_ref", at: list) { mapGrant(&$0) }
    case .unmap, .unmapAndReplace:
      // Xen flushes once for all of them.
      defer { flushTranslations(of: vcpus) }
      guard command == .unmapAndReplace else {
        return try forEach(count, "gnttab_unmap_grant_ref", at: list) { unmapGrant($0) }
      }
      try forEach(count, "gnttab_unmap_and_replace", at: list) {
        unmapGrant($0, replacement: $0["new_addr"])
      }
    default: try forEach(count, "gnttab_copy", at: list) { copyStatus($0) }
    }
  }

  /// Copies between two frames, each the domain's own or one that it granted to itself. The checks
  /// have Xen's order: the domains, then the frames, then the range.
  ///
  /// - Returns: the name of the status (gnttab_copy_one, gnttab_copy_claim_buf, gnttab_copy_buf).
  private func copyStatus(_ request: GuestArgument) -> String {
    let own = interface.number("GNTST_okay")
    guard ["source", "dest"].allSatisfy({ grantStatus(request["\($0).domid"]) == own }) else {
      return "GNTST_bad_domain"
    }
    do throws(GrantRefusal) {
      let source = try claim("source", "GNTCOPY_source_gref", of: request)
      defer { release(source) }
      let target = try claim("dest", "GNTCOPY_dest_gref", of: request)
      defer { release(target) }
      return copy(request, source.frame, target.frame)
    } catch {
      return error.status
    }
  }

  /// One side of a copy: a frame and the reference that is held on it.
  private struct CopyEnd {
    let frame: UInt64
    let grant: UInt32?
    let isWritten: Bool
  }

  private func claim(
    _ end: String, _ flag: String, of request: GuestArgument
  ) throws(GrantRefusal) -> CopyEnd {
    let isWritten = end == "dest"
    if request["flags"] & interface.number(flag) != 0 {
      let reference = UInt32(truncatingIfNeeded: request["\(end).u.ref"])
      let frame = try grants.begin(reference, by: domain.id, write: isWritten)
      return CopyEnd(frame: frame, grant: reference, isWritten: isWritten)
    }
    let frame = request["\(end).u.gmfn"]
    guard types.owns(frame) else {
      throw GrantRefusal(status: "GNTST_bad_page", reason: "frame \(hex(frame)) is not its own")
    }
    do throws(PageTableRefusal) {
      if isWritten { try types.get(frame, as: .writable) } else { try types.getPlain(frame) }
    } catch {
      throw GrantRefusal(status: "GNTST_general_error", reason: error.reason)
    }
    return CopyEnd(frame: frame, grant: nil, isWritten: isWritten)
  }

  private func release(_ end: CopyEnd) {
    if let grant = end.grant { return grants.end(grant, write: end.isWritten) }
    if end.isWritten { types.put(end.frame) } else { types.putPlain(end.frame) }
  }

  private func copy(_ request: GuestArgument, _ source: UInt64, _ target: UInt64) -> String {
    let (length, from, to) = (request["len"], request["source.offset"], request["dest.offset"])
    guard max(from, to) + length <= UInt64(MachineMemory.pageSize) else {
      return "GNTST_bad_copy_arg"
    }
    space.code.wasChanged(target)
    memmove(
      memory.pointer(target) + Int(to), memory.pointer(source) + Int(from), Int(length))
    return "GNTST_okay"
  }

  private func grantStatus(_ id: UInt64) -> UInt64 {
    let isOwn = id == numbers.selfId || id == UInt64(domain.id)
    return interface.number(isOwn ? "GNTST_okay" : "GNTST_bad_domain")
  }

  /// Says in any case which version there is afterwards.
  private func setVersion(_ address: UInt64) throws(XenError) {
    var request = try argument("gnttab_set_version", at: address)
    let version = request["version"]
    var failure: XenError?
    do throws(XenError) {
      guard grants.hasVersion(version) else { throw .invalid }
      try grants.setVersion(Int(version))
    } catch {
      failure = error
    }
    request["version"] = UInt64(grants.version)
    try write(request)
    if let failure { throw failure }
  }

  private func statusFrames(_ address: UInt64) throws(XenError) {
    var request = try argument("gnttab_get_status_frames", at: address)
    let count = request["nr_frames"]
    var status = grantStatus(request["dom"])
    if count > grants.statusFrames.count { status = interface.number("GNTST_general_error") }
    if status == interface.number("GNTST_okay") {
      let list = request["frame_list.p"]
      for (index, frame) in grants.statusFrames.prefix(Int(count)).enumerated() {
        try space.store(frame, at: list &+ UInt64(index * 8))
      }
    }
    request["status"] = status
    try write(request)
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
        try space.store(
          word: frame, at: list &+ UInt64(index * interface.guest.wordSize))
      }
    }
    request["status"] = status
    try write(request)
  }
}
