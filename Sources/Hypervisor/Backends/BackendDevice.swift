// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

import Base

/// The reason why a back end cannot serve its front end.
struct BackendRefusal: Error {
  let reason: String

  init(_ reason: String) { self.reason = reason }
  init(_ refusal: GrantRefusal) { reason = refusal.reason }
}

/// A device that the initial domain serves: its directories in the store, its state, and the pages
/// and ports of the front end that it uses.
///
/// The state machine is that of Linux' drivers (drivers/xen/xenbus/xenbus_client.c, blkback,
/// netback): the front end changes its state first; the back end connects to what the front end has
/// published, and releases all of it when the device closes.
class BackendDevice {
  unowned let xen: Hypervisor
  /// The type in the store: `vbd` or `vif`.
  let kind: String
  /// The device number in the paths of the store.
  let number: Int
  /// The index of the device in `Hypervisor.devices`.
  let id: Int
  private(set) var isConnected = false
  private var ports: [UInt32] = []
  private var held: [UInt32] = []
  private var isDue = false
  /// The grants that were ever used, to report those that remain after closing.
  private(set) var used: Set<UInt32> = []
  private(set) var wasClosed = false
  /// The address from which the front end last notified.
  private(set) var place: UInt64?
  private(set) var knownPorts: Set<UInt32> = []

  /// The domain that serves devices: the initial domain.
  static let domain: UInt16 = 0
  /// Nanoseconds from an event to the reaction.
  private static let delay: UInt64 = 20_000

  init(_ xen: Hypervisor, kind: String, number: Int, id: Int) {
    self.xen = xen
    self.kind = kind
    self.number = number
    self.id = id
  }

  var interface: Interface { xen.interface }
  var frontPath: String { "/local/domain/\(xen.domain.id)/device/\(kind)/\(number)" }
  var backPath: String { "/local/domain/0/backend/\(kind)/\(xen.domain.id)/\(number)" }

  // MARK: overridden by each kind of device

  /// Keys in the back end's directory beside those of every device.
  var backKeys: [(String, String)] { [] }
  var frontKeys: [(String, String)] { [] }

  /// Connects to the rings and ports that the front end has published.
  func connect() throws(BackendRefusal) {}

  /// Processes the requests that wait.
  func serve() {}

  func disconnect() {}

  // MARK: the store

  /// Creates both directories, as libxl writes them (libxl__device_generic_add,
  /// tools/libs/light@4.17).
  func create() {
    let (guest, own) = (xen.domain.id, BackendDevice.domain)
    func write(_ path: String, _ keys: [(String, String)], _ rights: [StoreTree.Permission]) {
      xen.store.write(path, "", rights)
      for (key, value) in keys { xen.store.write(path + "/" + key, value, rights) }
    }
    let front = [
      ("backend", backPath), ("backend-id", String(own)), ("state", state("Initialising")),
    ]
    write(frontPath, front + frontKeys, [.init(guest), .init(own, canRead: true)])
    let back = [
      ("frontend", frontPath), ("frontend-id", String(guest)), ("online", "1"),
      ("state", state("Initialising")),
    ]
    write(backPath, back + backKeys, [.init(own), .init(guest, canRead: true)])
    setState("InitWait")
    xen.store.observe(frontPath + "/state") { [unowned self] _ in
      xen.agenda.add(at: xen.now + Self.delay) { [unowned self] in follow() }
    }
  }

  private func state(_ name: String) -> String {
    String(interface.number("XenbusState" + name))
  }

  private func setState(_ name: String) { publish("state", state(name)) }

  /// Writes a key in the back end's directory.
  func publish(_ key: String, _ value: String) { xen.store.write(backPath + "/" + key, value) }

  /// Reads a key in the front end's directory; nil if it does not exist.
  func front(_ key: String) -> String? { xen.store.read(frontPath + "/" + key) }

  func frontNumber(_ key: String) throws(BackendRefusal) -> UInt32 {
    guard let text = front(key) else {
      throw BackendRefusal("\(frontPath)/\(key) is not there")
    }
    guard let number = UInt32(text) else {
      throw BackendRefusal("\(frontPath)/\(key) is not a number: \(text.printable)")
    }
    return number
  }

  /// Reacts to the front end's state.
  private func follow() {
    guard let now = front("state") else { return close("Closed") }
    switch now {
    case state("Initialising"):
      if wasClosed || isConnected { close("InitWait") }
    case state("Initialised"), state("Connected"): begin(isLast: now == state("Connected"))
    case state("Closing"): close("Closing")
    case state("Closed"), state("Unknown"):
      close("Closed")
      wasClosed = true
    default: break
    }
  }

  /// Whether the back end connects when the front end is initialised, before it says that it is
  /// connected.
  var connectsEarly: Bool { false }

  private func begin(isLast: Bool) {
    guard !isConnected, isLast || connectsEarly else { return }
    do throws(BackendRefusal) {
      try connect()
      isConnected = true
      wasClosed = false
      setState("Connected")
      notified()
    } catch {
      xen.report(.backendRefused, "\(kind) \(number): \(error.reason)", at: xen.storePlace)
      xen.store.write("/local/domain/0/error/backend/\(kind)/\(number)/error", error.reason)
      close("Closing")
    }
  }

  private func close(_ state: String) {
    if isConnected {
      serve()
      disconnect()
    }
    isConnected = false
    for reference in held { xen.grants.end(reference, write: true) }
    held = []
    for port in ports { xen.events.disconnect(port) }
    ports = []
    setState(state)
  }

  // MARK: pages and ports

  /// Maps the page of the grant that a key of the front end names. It stays in use until the device
  /// closes.
  func map(_ key: String) throws(BackendRefusal) -> UnsafeMutableRawPointer {
    let reference = try frontNumber(key)
    do throws(GrantRefusal) {
      let frame = try xen.grants.begin(reference, by: Self.domain, write: true)
      held.append(reference)
      used.insert(reference)
      return xen.memory.pointer(frame)
    } catch {
      throw BackendRefusal("\(key): \(error.reason)")
    }
  }

  /// Binds to the port that a key of the front end names.
  func bind(_ key: String) throws(BackendRefusal) -> UInt32 {
    let port = try frontNumber(key)
    guard xen.events.connect(port, to: .device(id), by: Self.domain) else {
      throw BackendRefusal(
        "\(key): port \(port) is \(xen.events[port]), and does not wait for domain \(Self.domain)")
    }
    ports.append(port)
    knownPorts.insert(port)
    return port
  }

  /// Calls `body` with the page of a grant, which is in use for that time.
  func with(
    _ reference: UInt32, write: Bool, _ body: (UnsafeMutableRawPointer) -> Void
  ) -> Bool {
    do throws(GrantRefusal) {
      let frame = try xen.grants.begin(reference, by: Self.domain, write: write)
      used.insert(reference)
      if write { xen.space.code.wasChanged(frame) }
      body(xen.memory.pointer(frame))
      xen.grants.end(reference, write: write)
      return true
    } catch {
      refuse(error.reason)
      return false
    }
  }

  /// Reports a request that cannot be served, at the place where the front end notified.
  func refuse(_ reason: String) {
    xen.report(.backendRefused, "\(kind) \(number): \(reason)", at: place)
  }

  /// Handles an event from the front end.
  func notified(at place: UInt64? = nil) {
    if let place { self.place = place }
    guard isConnected, !isDue else { return }
    isDue = true
    xen.agenda.add(at: xen.now + Self.delay) { [unowned self] in
      isDue = false
      if isConnected { serve() }
    }
  }

  func raise(_ port: UInt32) { xen.events.raise(port) }
}
