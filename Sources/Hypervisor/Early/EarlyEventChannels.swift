// SPDX-License-Identifier: Apache-2.0

/// Event channels of Xen 2.0 (xen/common/event_channel.c@2.0.6). There are no other domains, but for the
/// controller at the end of its port.
extension Hypervisor {
  func earlyEventChannelOp(_ call: HypercallRequest) throws(XenError) -> Int64 {
    var request = try argument("evtchn_op", at: call[0])
    guard let command = calls.commands.eventChannel[request["cmd"]] else { throw .notImplemented }
    switch command {
    case .allocUnbound:
      let remote = request["u.alloc_unbound.dom"]
      request["u.alloc_unbound.port"] = try earlyPort(
        .unbound(remote: UInt16(truncatingIfNeeded: remote)))
    case .bindInterdomain: try bindEarly(&request)
    case .bindVirq:
      let number = request["u.bind_virq.virq"]
      guard number < interface.number("NR_VIRQS") else { throw .invalid }
      let virq = UInt32(number)
      // A second binding gets the port of the first.
      let known = events.port(ofVirq: virq, vcpu: 0)
      let port = if let known { UInt64(known) } else { try earlyPort(.virq(virq, vcpu: 0)) }
      request["u.bind_virq.port"] = number == interface.number("VIRQ_MISDIRECT") ? 0 : port
    case .bindPirq:
      guard domain.isPrivileged else { throw .notPermitted }
      request["u.bind_pirq.port"] = try earlyPort(
        .pirq(UInt32(truncatingIfNeeded: request["u.bind_pirq.pirq"] & 0xff)))
    case .close:
      try earlyDomain(request["u.close.dom"])
      let port = request["u.close.port"]
      guard port > 0, port < UInt64(events.limit), events[UInt32(port)] != .free else {
        throw .invalid
      }
      events.close(UInt32(port))
      return 0
    case .send: try sendEarly(request["u.send.local_port"])
    case .status: try statusEarly(&request)
    default: throw .notImplemented
    }
    if command != .send { try write(request) }
    return 0
  }

  private func earlyPort(_ state: EventChannels.State) throws(XenError) -> UInt64 {
    guard let port = events.bind(state) else { throw .noSpace }
    return UInt64(port)
  }

  private func earlyDomain(_ id: UInt64) throws(XenError) {
    guard id == numbers.selfId || domain.isPrivileged else { throw .notPermitted }
    guard id == numbers.selfId || id == UInt64(domain.id) else { throw .noDomain }
  }

  /// Connects two ports of the domain.
  private func bindEarly(_ request: inout GuestArgument) throws(XenError) {
    let member = "u.bind_interdomain."
    try earlyDomain(request[member + "dom1"])
    try earlyDomain(request[member + "dom2"])
    var ports: [UInt32] = []
    for name in ["port1", "port2"] {
      let asked = request[member + name]
      guard asked < UInt64(events.limit) else { throw .invalid }
      let port = try asked == 0 ? earlyPort(.unbound(remote: domain.id)) : asked
      switch events[UInt32(port)] {
      case .unbound(let remote)
      where remote == domain.id || UInt64(remote) == numbers.selfId: break
      default: throw .invalid
      }
      ports.append(UInt32(port))
    }
    for (index, port) in ports.enumerated() {
      events.rebind(port, to: .loopback(port: ports[1 - index]))
      request[member + "port\(index + 1)"] = UInt64(port)
    }
  }

  /// Only channels between domains carry events of a guest.
  private func sendEarly(_ port: UInt64) throws(XenError) {
    guard port < UInt64(events.limit) else { throw .invalid }
    switch events[UInt32(port)] {
    case .loopback, .backend: try events.send(UInt32(port))
    default: throw .invalid
    }
  }

  private func statusEarly(_ request: inout GuestArgument) throws(XenError) {
    try earlyDomain(request["u.status.dom"])
    guard request["u.status.port"] < UInt64(events.limit) else { throw .invalid }
    let (name, path, value): (String, String?, UInt64) =
      switch events[UInt32(request["u.status.port"])] {
      case .free, .ipi: ("closed", nil, 0)
      case .unbound(let remote): ("unbound", "unbound.dom", UInt64(remote))
      case .loopback(let port): ("interdomain", "interdomain.port", UInt64(port))
      case .backend: ("interdomain", "interdomain.dom", 0)
      case .virq(let number, _): ("virq", "virq", UInt64(number))
      case .pirq(let number): ("pirq", "pirq", UInt64(number))
      }
    request["u.status.status"] = interface.number("EVTCHNSTAT_" + name)
    if let path { request["u.status.u." + path] = value }
  }
}
