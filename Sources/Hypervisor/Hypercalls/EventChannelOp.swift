// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

enum EventChannelCommand: String, CaseIterable, Sendable {
  case bindInterdomain = "EVTCHNOP_bind_interdomain"
  case bindVirq = "EVTCHNOP_bind_virq"
  case bindPirq = "EVTCHNOP_bind_pirq"
  case close = "EVTCHNOP_close"
  case send = "EVTCHNOP_send"
  case status = "EVTCHNOP_status"
  case allocUnbound = "EVTCHNOP_alloc_unbound"
  case bindIpi = "EVTCHNOP_bind_ipi"
  case bindVcpu = "EVTCHNOP_bind_vcpu"
  case unmask = "EVTCHNOP_unmask"
  case reset = "EVTCHNOP_reset"
  case initControl = "EVTCHNOP_init_control"
  case expandArray = "EVTCHNOP_expand_array"
  case setPriority = "EVTCHNOP_set_priority"
}

/// Event channel operations (xen/common/event_channel.c@4.17).
extension Hypervisor {
  func eventChannelOp(_ call: HypercallRequest) throws(XenError) -> Int64 {
    guard let command = calls.commands.eventChannel[call.narrow(0)] else { throw .notImplemented }
    let name = CommandArguments.structure(of: command.rawValue) ?? ""
    var request = try argument(name, at: call[1])
    try perform(command, &request)
    return 0
  }

  /// The form of the hypercall up to 3.0.2, with the command and its argument in one structure.
  func eventChannelOpCompat(_ call: HypercallRequest) throws(XenError) -> Int64 {
    let whole = try argument("evtchn_op", at: call[0])
    guard let command = calls.commands.eventChannel[whole["cmd"]],
      let name = CommandArguments.structure(of: command.rawValue),
      let places = interface.structure(name)
    else { throw .notImplemented }
    let member = "u." + command.rawValue.dropFirst("EVTCHNOP_".count)
    let offset = whole.places.firstOffset(below: member) ?? 8
    var request = GuestArgument(
      address: call[0] &+ UInt64(offset), places: places,
      bytes: whole.bytes[offset...].prefix(places.size)
        + [UInt8](repeating: 0, count: max(0, places.size - (whole.bytes.count - offset))))
    try perform(command, &request)
    return 0
  }

  private func perform(
    _ command: EventChannelCommand, _ request: inout GuestArgument
  ) throws(XenError) {
    switch command {
    case .allocUnbound:
      try eventDomain(request["dom"])
      request["port"] = try bound(.unbound(remote: remoteId(request["remote_dom"])))
    case .bindInterdomain: try bindInterdomain(&request)
    case .bindVirq: try bindVirq(&request)
    case .bindPirq:
      guard domain.isPrivileged, request["pirq"] < 256 else {
        throw domain.isPrivileged ? .invalid : .notPermitted
      }
      request["port"] = try bound(.pirq(UInt32(request["pirq"])))
    case .bindIpi:
      let vcpu = try vcpu(request["vcpu"])
      request["port"] = try bound(.ipi(vcpu: UInt32(vcpu.id)), vcpu)
    case .close:
      try used(request["port"])
      events.close(UInt32(request["port"]))
      return
    case .send: return try events.send(UInt32(request["port"]))
    case .unmask:
      guard request["port"] < UInt64(events.limit) else { throw .invalid }
      return events.unmask(UInt32(request["port"]))
    case .bindVcpu:
      return try bindVcpu(try vcpu(request["vcpu"]), request["port"])
    case .initControl: try initControl(&request)
    case .expandArray: return try expandArray(request["array_gfn"])
    case .setPriority:
      try used(request["port"])
      guard let queues = events.queues else { throw .notImplemented }
      let port = UInt32(request["port"])
      guard queues.setPriority(request["priority"], of: port) else { throw .invalid }
      return
    case .status: try status(&request)
    case .reset: return try eventDomain(request["dom"])
    }
    try write(request)
  }

  /// Sets the control block of a vCPU; the first one makes the domain use queues
  /// (evtchn_fifo_init_control).
  private func initControl(_ request: inout GuestArgument) throws(XenError) {
    let vcpu = try vcpu(request["vcpu"])
    guard let queues = events.queues ?? EventQueues(interface, vcpus: vcpus.count) else {
      throw .notImplemented
    }
    request["link_bits"] = queues.linkBits
    let offset = request["offset"]
    guard queues.isPlace(offset), !queues.hasBlock(vcpu.id) else { throw .invalid }
    queues.setBlock(try sharedPage(request["control_gfn"]) + Int(offset), of: vcpu.id)
    if events.queues == nil { events.use(queues) }
  }

  private func expandArray(_ frame: UInt64) throws(XenError) {
    guard let queues = events.queues else { throw .notSupported }
    guard queues.pageCount < queues.mostPages else { throw .noSpace }
    events.add(try sharedPage(frame))
  }

  /// A page of the guest that Xen writes to from now on.
  private func sharedPage(_ frame: UInt64) throws(XenError) -> UnsafeMutableRawPointer {
    do { try types.get(frame, as: .writable) } catch { throw .invalid }
    space.code.wasChanged(frame)
    return memory.pointer(frame)
  }

  private func remoteId(_ id: UInt64) -> UInt16 {
    id == numbers.selfId ? domain.id : UInt16(truncatingIfNeeded: id)
  }

  private func eventDomain(_ id: UInt64) throws(XenError) {
    guard id == numbers.selfId || id == UInt64(domain.id) else { throw .noDomain }
  }

  private func used(_ port: UInt64) throws(XenError) {
    switch port < UInt64(events.limit) ? events[UInt32(port)] : .free {
    case .free: throw .invalid
    default: return
    }
  }

  private func bound(_ state: EventChannels.State, _ vcpu: Vcpu? = nil) throws(XenError) -> UInt64 {
    guard let port = events.bind(state, vcpu: UInt32(vcpu?.id ?? 0)) else { throw .noSpace }
    return UInt64(port)
  }

  private func vcpu(_ id: UInt64) throws(XenError) -> Vcpu {
    guard id < vcpus.count else { throw .noEntry }
    return vcpus[Int(id)]
  }

  private func bindVcpu(_ vcpu: Vcpu, _ port: UInt64) throws(XenError) {
    try used(port)
    switch events[UInt32(port)] {
    case .ipi: throw .invalid
    case .virq(let number, _) where !isGlobal(number): throw .invalid
    default: events.setVcpu(UInt32(vcpu.id), of: UInt32(port))
    }
  }

  /// Whether a virtual interrupt is bound once per domain rather than once per vCPU
  /// (virq_is_global).
  private func isGlobal(_ number: UInt32) -> Bool {
    let own = ["VIRQ_TIMER", "VIRQ_DEBUG", "VIRQ_XENOPROF", "VIRQ_XENPMU"]
    return !own.contains { interface.numberIfNamed($0) == UInt64(number) }
  }

  private func bindInterdomain(_ request: inout GuestArgument) throws(XenError) {
    try eventDomain(request["remote_dom"])
    let remote = UInt32(truncatingIfNeeded: request["remote_port"])
    guard case .unbound(let waits) = events[remote], waits == domain.id else { throw .invalid }
    let port = try bound(.loopback(port: remote))
    events.rebind(remote, to: .loopback(port: UInt32(port)))
    request["local_port"] = port
    // An event may have been lost before the port was bound.
    events.raise(UInt32(port))
  }

  private func bindVirq(_ request: inout GuestArgument) throws(XenError) {
    let number = UInt32(truncatingIfNeeded: request["virq"])
    guard UInt64(number) < interface.number("NR_VIRQS") else { throw .invalid }
    if isGlobal(number), request["vcpu"] != 0 { throw .invalid }
    let vcpu = try vcpu(request["vcpu"])
    let id = UInt32(vcpu.id)
    if events.port(ofVirq: number, vcpu: id) != nil { throw .exists }
    request["port"] = try bound(.virq(number, vcpu: id), vcpu)
  }

  private func status(_ request: inout GuestArgument) throws(XenError) {
    try eventDomain(request["dom"])
    guard request["port"] < UInt64(events.limit) else { throw .invalid }
    let (name, path, value): (String, String?, UInt64) =
      switch events[UInt32(request["port"])] {
      case .free: ("closed", nil, 0)
      case .unbound(let remote): ("unbound", "u.unbound.dom", UInt64(remote))
      case .loopback(let port): ("interdomain", "u.interdomain.port", UInt64(port))
      case .backend: ("interdomain", "u.interdomain.dom", 0)
      case .virq(let number, _): ("virq", "u.virq", UInt64(number))
      case .pirq(let number): ("pirq", "u.pirq", UInt64(number))
      case .ipi: ("ipi", nil, 0)
      }
    request["status"] = interface.number("EVTCHNSTAT_" + name)
    if let path { request[path] = value }
  }
}

extension StructurePlaces {
  /// The offset of a member, or of its first part if it is a structure.
  func firstOffset(below path: String) -> Int? {
    self[path]?.offset ?? paths.filter { $0.key.hasPrefix(path + ".") }.map(\.value.offset).min()
  }
}
