// SPDX-License-Identifier: Apache-2.0

enum GrantCommand: String, CaseIterable, Sendable {
  case setupTable = "GNTTABOP_setup_table"
  case querySize = "GNTTABOP_query_size"
  case getVersion = "GNTTABOP_get_version"
  case setVersion = "GNTTABOP_set_version"
}

/// A domain's grant table (xen/common/grant_table.c@4.17). Nobody else is there to map what it grants.
extension Hypervisor {
  private static let mostGrantFrames: UInt64 = 64

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
      request["nr_frames"] = UInt64(max(domain.grantFrames.count, 1))
      request["max_nr_frames"] = Self.mostGrantFrames
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
    }
    return 0
  }

  private func grantStatus(_ id: UInt64) -> UInt64 {
    let isOwn = id == numbers.selfId || id == UInt64(domain.id)
    return interface.number(isOwn ? "GNTST_okay" : "GNTST_bad_domain")
  }

  private func setupTable(_ address: UInt64) throws(XenError) {
    var request = try argument("gnttab_setup_table", at: address)
    let count = request["nr_frames"]
    var status = grantStatus(request["dom"])
    if count > Self.mostGrantFrames { status = interface.number("GNTST_general_error") }
    if status == interface.number("GNTST_okay") {
      while domain.grantFrames.count < Int(count) {
        guard let frame = memory.allocate(for: domain.id) else { throw .noMemory }
        // As shared_info: Xen's own, which the domain may map.
        memory.info[Int(frame)].kind = .writable
        memory.info[Int(frame)].typeCount = 1
        domain.grantFrames.append(frame)
      }
      let list = request["frame_list.p"]
      for (index, frame) in domain.grantFrames.prefix(Int(count)).enumerated() {
        try space.store(frame, at: list &+ UInt64(index * 8))
      }
    }
    request["status"] = status
    try write(request)
  }
}
