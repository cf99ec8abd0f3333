// SPDX-License-Identifier: Apache-2.0

enum VcpuCommand: String, CaseIterable, Sendable {
  case initialise = "VCPUOP_initialise"
  case up = "VCPUOP_up"
  case down = "VCPUOP_down"
  case isUp = "VCPUOP_is_up"
  case runstate = "VCPUOP_get_runstate_info"
  case registerRunstate = "VCPUOP_register_runstate_memory_area"
  case setPeriodic = "VCPUOP_set_periodic_timer"
  case stopPeriodic = "VCPUOP_stop_periodic_timer"
  case setSingleshot = "VCPUOP_set_singleshot_timer"
  case stopSingleshot = "VCPUOP_stop_singleshot_timer"
  case registerInfo = "VCPUOP_register_vcpu_info"
  case sendNmi = "VCPUOP_send_nmi"
  case physicalId = "VCPUOP_get_physid"
  case registerTime = "VCPUOP_register_vcpu_time_memory_area"
}

/// Operations on vCPUs and their timers (xen/common/domain.c, arch/x86/domain.c@4.17).
extension Hypervisor {
  func vcpuOp(_ call: HypercallRequest) throws(XenError) -> Int64 {
    guard call.narrow(1) < vcpus.count else { throw .noEntry }
    let vcpu = vcpus[Int(call.narrow(1))]
    let isOwn = vcpu === self.vcpu
    let argumentAddress = call[2]
    switch calls.commands.vcpu[call.narrow(0)] {
    case .initialise: try initialise(vcpu, at: argumentAddress)
    case .up:
      guard vcpu.isInitialised else { throw .invalid }
      bringUp(vcpu)
    case .down: takeDown(vcpu)
    case .isUp: return vcpu.isUp ? 1 : 0
    case .runstate: try writeRunstate(of: vcpu, at: argumentAddress)
    case .registerRunstate:
      let request = try argument("vcpu_register_runstate_memory_area", at: argumentAddress)
      vcpu.runstateArea = request["addr.v"]
      if isOwn { try writeRunstate(of: vcpu, at: request["addr.v"]) }
    case .setPeriodic:
      let request = try argument("vcpu_set_periodic_timer", at: argumentAddress)
      // Periods shorter than a millisecond are refused.
      guard request["period_ns"] >= 1_000_000 else { throw .invalid }
      guard request["period_ns"] < Clock.never else {
        vcpu.periodic = nil
        break
      }
      vcpu.periodic = (request["period_ns"], now + request["period_ns"])
    case .stopPeriodic: vcpu.periodic = nil
    case .setSingleshot:
      guard isOwn else { throw .invalid }
      let request = try argument("vcpu_set_singleshot_timer", at: argumentAddress)
      let isFuture = request["flags"] & interface.number("VCPU_SSHOTTMR_future") != 0
      if isFuture, request["timeout_abs_ns"] < now { throw .timeout }
      vcpu.singleshot = request["timeout_abs_ns"]
    case .stopSingleshot:
      guard isOwn else { throw .invalid }
      vcpu.singleshot = nil
    case .registerInfo:
      guard isOwn || !vcpu.isUp else { throw .invalid }
      try registerInfo(of: vcpu, try argument("vcpu_register_vcpu_info", at: argumentAddress))
    case .sendNmi: break
    case .physicalId: throw .invalid
    case .registerTime: throw .notImplemented
    case nil: throw .notImplemented
    }
    return 0
  }

  /// Takes a vCPU offline; if it is the last one, the domain powers off.
  private func takeDown(_ vcpu: Vcpu) {
    guard vcpus.contains(where: { $0 !== vcpu && $0.isUp }) else {
      return shutDown(interface.number("SHUTDOWN_poweroff"))
    }
    vcpu.isUp = false
    sliceEnd = 0
  }

  func setTimerOp(_ call: HypercallRequest) throws(XenError) -> Int64 {
    vcpu.singleshot = call[0] == 0 ? nil : call[0]
    return 0
  }

  private func writeRunstate(of vcpu: Vcpu, at address: UInt64) throws(XenError) {
    let places = interface.knownStructure("vcpu_runstate_info")
    var state = GuestArgument(
      address: address, places: places, bytes: [UInt8](repeating: 0, count: places.size))
    let name = vcpu.isUp ? vcpu.isBlocked ? "blocked" : "running" : "offline"
    state["state"] = interface.number("RUNSTATE_" + name)
    state["state_entry_time"] = Clock.start
    let offset = places.offset("time")
    let times = [now - vcpu.blockedTime, 0, vcpu.blockedTime, 0]
    for (index, time) in times.enumerated() {
      withUnsafeBytes(of: time) {
        state.bytes.replaceSubrange(offset + index * 8..<offset + index * 8 + 8, with: $0)
      }
    }
    try write(state)
  }

  /// Moves vcpu_info with its contents to a page of the guest.
  private func registerInfo(of vcpu: Vcpu, _ request: GuestArgument) throws(XenError) {
    let size = interface.knownStructure("vcpu_info").size
    let offset = Int(request["offset"])
    guard types.owns(request["mfn"]), offset + size <= MachineMemory.pageSize else {
      throw .invalid
    }
    do { try types.get(request["mfn"], as: .writable) } catch { throw error.error }
    let place = memory.pointer(request["mfn"]) + offset
    place.copyMemory(from: vcpu.info, byteCount: size)
    vcpu.info = place
    // Make the guest check all words of pending events again.
    (place + numbers.pendingSelector).initializeMemory(
      as: UInt8.self, repeating: 0xff, count: interface.guest.wordSize)
    vcpu.upcallPending = true
  }
}
