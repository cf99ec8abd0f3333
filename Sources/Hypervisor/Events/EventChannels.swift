// SPDX-License-Identifier: Apache-2.0

/// The event channels of a domain, with the two-level bitmaps in shared_info until the guest asks
/// for queues (xen/common/event_channel.c and event_2l.c@4.17).
final class EventChannels {
  /// What a port is bound to.
  enum State: Equatable {
    case free
    /// Waits for that domain to bind.
    case unbound(remote: UInt16)
    /// Bound to another port of the same domain.
    case loopback(port: UInt32)
    /// Bound to a back end.
    case backend(Backend)
    case virq(UInt32, vcpu: UInt32)
    case pirq(UInt32)
    case ipi(vcpu: UInt32)
  }

  /// The other end of a channel that does not belong to the guest.
  enum Backend: Equatable {
    case console, store
    /// A device by its index in `Hypervisor.devices`.
    case device(Int)
  }

  private(set) var states: [State] = [.free]
  private(set) var vcpus: [UInt32] = [0]
  /// The number of ports that are possible.
  let limit: UInt32
  private let shared: UnsafeMutableRawPointer
  private let pending: Int, mask: Int
  /// The queues that the guest uses in place of the bitmaps.
  private(set) var queues: EventQueues?
  /// Called when an unmasked port becomes pending.
  var onPending: (UInt32, _ vcpu: UInt32) -> Void = { _, _ in }
  /// Called when a port becomes pending, masked or not.
  var onRaised: (UInt32) -> Void = { _ in }
  var onNotify: (Backend) -> Void = { _ in }

  init(shared: UnsafeMutableRawPointer, _ interface: Interface) {
    self.shared = shared
    let places = interface.knownStructure("shared_info")
    pending = places.offset("evtchn_pending")
    mask = places.offset("evtchn_mask")
    let limit =
      interface.numberIfNamed("EVTCHN_2L_NR_CHANNELS")
      ?? interface.number("NR_EVENT_CHANNELS")
    self.limit = UInt32(limit)
  }

  subscript(port: UInt32) -> State { Int(port) < states.count ? states[Int(port)] : .free }

  func vcpu(of port: UInt32) -> UInt32 { vcpus[Int(port)] }

  /// Uses queues from now on; ports that are pending stay so.
  func use(_ queues: EventQueues) {
    for port in 1..<UInt32(max(states.count, 1)) where test(pending, port) { queues.keep(port) }
    self.queues = queues
  }

  /// Adds a page to the array of the queues.
  func add(_ page: UnsafeMutableRawPointer) {
    for port in queues?.add(page) ?? [] where self[port] != .free { raise(port) }
  }

  /// Binds the lowest free port; nil if there is none.
  func bind(_ state: State, vcpu: UInt32 = 0) -> UInt32? {
    for port in 1..<max(states.count, 1) where states[port] == .free {
      states[port] = state
      vcpus[port] = vcpu
      _ = queues?.setPriority(nil, of: UInt32(port))
      return UInt32(port)
    }
    guard states.count < Int(limit) else { return nil }
    states.append(state)
    vcpus.append(vcpu)
    return UInt32(states.count - 1)
  }

  func rebind(_ port: UInt32, to state: State) { states[Int(port)] = state }

  /// Connects a back end to a port that waits for its domain; false if it does not wait.
  func connect(_ port: UInt32, to backend: Backend, by domain: UInt16) -> Bool {
    guard self[port] == .unbound(remote: domain) else { return false }
    states[Int(port)] = .backend(backend)
    return true
  }

  /// Disconnects the back end of a port, which then waits again.
  func disconnect(_ port: UInt32) {
    guard case .backend = self[port] else { return }
    states[Int(port)] = .unbound(remote: 0)
  }

  func setVcpu(_ vcpu: UInt32, of port: UInt32) { vcpus[Int(port)] = vcpu }

  /// The port of a virtual interrupt; nil if it is not bound.
  func port(ofVirq number: UInt32, vcpu: UInt32) -> UInt32? {
    states.firstIndex(of: .virq(number, vcpu: vcpu)).map(UInt32.init)
  }

  func close(_ port: UInt32) {
    if case .loopback(let other) = self[port], Int(other) < states.count {
      states[Int(other)] = .unbound(remote: 0)
    }
    states[Int(port)] = .free
    if let queues { queues.clearPending(port) } else { clear(pending, port) }
  }

  /// Sets a port of the guest pending.
  func raise(_ port: UInt32) {
    if let queues {
      let effect = queues.raise(port, on: Int(vcpus[Int(port)]))
      if effect.isReady { onPending(port, vcpus[Int(port)]) }
      if effect.isNew { onRaised(port) }
      return
    }
    guard !test(pending, port) else { return }
    set(pending, port)
    if !test(mask, port) { onPending(port, vcpus[Int(port)]) }
    onRaised(port)
  }

  /// Sends an event through a port of the guest.
  func send(_ port: UInt32) throws(XenError) {
    switch self[port] {
    case .loopback(let other): raise(other)
    case .ipi: raise(port)
    case .backend(let backend): onNotify(backend)
    case .unbound: break
    case .free, .virq, .pirq: throw .invalid
    }
  }

  func unmask(_ port: UInt32) {
    if let queues {
      if queues.unmask(port), self[port] != .free { raise(port) }
      return
    }
    guard test(mask, port) else { return }
    clear(mask, port)
    if test(pending, port) { onPending(port, vcpus[Int(port)]) }
  }

  func isPending(_ port: UInt32) -> Bool {
    queues?.isPending(port) ?? test(pending, port)
  }

  /// The byte with a port's bit. In Xen 2.0 the bitmaps are not aligned to more than 4 bytes.
  private func byte(_ field: Int, _ port: UInt32) -> UnsafeMutablePointer<UInt8> {
    (shared + field + Int(port / 8)).assumingMemoryBound(to: UInt8.self)
  }

  private func test(_ field: Int, _ port: UInt32) -> Bool {
    byte(field, port).pointee >> UInt8(port % 8) & 1 == 1
  }

  private func set(_ field: Int, _ port: UInt32) {
    byte(field, port).pointee |= 1 << UInt8(port % 8)
  }

  private func clear(_ field: Int, _ port: UInt32) {
    byte(field, port).pointee &= ~(1 << UInt8(port % 8))
  }
}
