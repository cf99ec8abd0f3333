// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

enum SchedCommand: String, CaseIterable, Sendable {
  case yield = "SCHEDOP_yield"
  case block = "SCHEDOP_block"
  case shutdown = "SCHEDOP_shutdown"
  case poll = "SCHEDOP_poll"
  case remoteShutdown = "SCHEDOP_remote_shutdown"
  case shutdownCode = "SCHEDOP_shutdown_code"
  case watchdog = "SCHEDOP_watchdog"
  case pinOverride = "SCHEDOP_pin_override"
}

/// Scheduling operations (xen/common/sched/core.c@4.17).
extension Hypervisor {
  func schedOp(_ call: HypercallRequest) throws(XenError) -> Int64 {
    switch calls.commands.sched[call[0]] {
    case .yield: yield()
    case .block: block()
    case .shutdown: shutDown(try argument("sched_shutdown", at: call[1])["reason"])
    case .poll: return try poll(try argument("sched_poll", at: call[1]))
    case .remoteShutdown:
      let request = try argument("sched_remote_shutdown", at: call[1])
      try remote(request["domain_id"])
    case .shutdownCode:
      let request = try argument("sched_shutdown", at: call[1])
      if shutdownReason == nil { shutdownReason = request["reason"] }
    case .watchdog: return 0
    case .pinOverride:
      guard domain.isPrivileged else { throw .notPermitted }
      _ = try argument("sched_pin_override", at: call[1])
    case nil: throw .notImplemented
    }
    return 0
  }

  /// The form of the hypercall up to 3.0.2, with the argument itself rather than a structure.
  func schedOpCompat(_ call: HypercallRequest) throws(XenError) -> Int64 {
    switch calls.commands.sched[call[0]] {
    case .yield: yield()
    case .block: block()
    case .shutdown: shutDown(call[1])
    default: throw .notImplemented
    }
    return 0
  }

  private func remote(_ id: UInt64) throws(XenError) {
    guard id == numbers.selfId || id == UInt64(domain.id) else { throw .noDomain }
    throw .invalid
  }

  private func yield() {
    clock.spend(1000)
    sliceEnd = 0
  }

  private func block() {
    upcallMask = false
    if !vcpu.upcallPending { vcpu.isBlocked = true }
  }

  private func poll(_ request: GuestArgument) throws(XenError) -> Int64 {
    let count = request["nr_ports"]
    guard count <= 128 else { throw .invalid }
    var ports: [UInt32] = []
    for index in 0..<count {
      let port: UInt32 = try space.load(request["ports.p"] &+ index * 4)
      guard port < events.limit else { throw .invalid }
      ports.append(port)
    }
    if ports.contains(where: events.isPending) { return 0 }
    let timeout = request["timeout"]
    if timeout != 0, timeout <= now { return 0 }
    vcpu.polled = ports
    vcpu.pollTimeout = timeout == 0 ? nil : timeout
    vcpu.isBlocked = !vcpu.upcallPending || upcallMask
    if !vcpu.isBlocked { vcpu.stopPolling() }
    return 0
  }

  func shutDown(_ reason: UInt64) {
    flushConsole()
    let names = ["SHUTDOWN_MAX"]
    let value = Int(shutdownReason ?? reason)
    // In Xen 2.0 they are among the commands.
    let release = numbers.early == nil ? interface.release : XenRelease(3, 0)
    let name = ConstantGroup.shutdownReasons.constants(in: release).first {
      $0.value == value && !names.contains($0.name)
    }?.name
    outcome = .shutdown(
      reason: name.map { String($0.dropFirst("SHUTDOWN_".count)) } ?? "reason \(value)")
  }
}
