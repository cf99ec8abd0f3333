// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

/// A network card for a domU.
public struct RunCard: Sendable {
  /// The MAC address, such as `00:16:3e:00:00:01`.
  public let hardwareAddress: String
  /// The IPv4 address that DHCP assigns, such as `10.0.2.15`.
  public let address: String
  /// The IPv4 addresses that answer at the other end.
  public let peers: [String]

  public init(hardwareAddress: String, address: String, peers: [String]) {
    self.hardwareAddress = hardwareAddress
    self.address = address
    self.peers = peers
  }
}

/// Serves a network card through two rings (public/io/netif.h). Packets are copied whole, and one
/// to the guest fits into a page.
final class NetworkBackend: BackendDevice {
  private let card: RunCard
  private let peer: NetworkPeer
  private var transmit: BackRing?
  private var receive: BackRing?
  private var transmitPort: UInt32 = 0
  private var receivePort: UInt32 = 0
  /// Packets for the guest that wait for a receive request.
  private var waiting: [[UInt8]] = []
  private let transmitRequest, transmitResponse: StructurePlaces
  private let receiveRequest, receiveResponse, extra: StructurePlaces

  /// The length of the queue; further packets are dropped.
  private static let mostWaiting = 256
  /// The most slots of one packet (XEN_NETBK_LEGACY_SLOTS_MAX).
  private static let mostSlots = 18

  init(_ xen: Hypervisor, _ card: RunCard, index: Int, id: Int) {
    self.card = card
    peer = NetworkPeer(card)
    transmitRequest = xen.interface.knownStructure("netif_tx_request")
    transmitResponse = xen.interface.knownStructure("netif_tx_response")
    receiveRequest = xen.interface.knownStructure("netif_rx_request")
    receiveResponse = xen.interface.knownStructure("netif_rx_response")
    extra = xen.interface.structure("netif_extra_info") ?? transmitRequest
    super.init(xen, kind: "vif", number: index, id: id)
  }

  override var frontKeys: [(String, String)] {
    [("handle", String(number)), ("mac", card.hardwareAddress), ("mtu", "1500")]
  }

  override var backKeys: [(String, String)] {
    [
      ("mac", card.hardwareAddress), ("handle", String(number)), ("type", "vif"),
      ("bridge", "xenbr0"), ("hotplug-status", "connected"), ("feature-sg", "1"),
      ("feature-rx-copy", "1"), ("feature-rx-flip", "0"), ("feature-split-event-channels", "1"),
    ]
  }

  override func connect() throws(BackendRefusal) {
    guard front("request-rx-copy") == "1" else {
      throw BackendRefusal(
        "request-rx-copy is not 1: a page's changing hands is not served by a back end of today")
    }
    let sent = try map("tx-ring-ref")
    let received = try map("rx-ring-ref")
    if front("event-channel") == nil, front("event-channel-tx") != nil {
      transmitPort = try bind("event-channel-tx")
      receivePort = try bind("event-channel-rx")
    } else {
      transmitPort = try bind("event-channel")
      receivePort = transmitPort
    }
    transmit = BackRing(
      sent, "netif_tx_sring", ["netif_tx_request", "netif_tx_response"], interface)
    receive = BackRing(
      received, "netif_rx_sring", ["netif_rx_request", "netif_rx_response"], interface)
  }

  override func disconnect() {
    (transmit, receive) = (nil, nil)
    waiting = []
  }

  override func serve() {
    repeat {
      while sendNext() {}
      if transmit?.waiting == nil, transmit != nil {
        return refuse("the ring has more requests than slots")
      }
    } while transmit?.rest() ?? false
    if transmit?.publish() ?? false { raise(transmitPort) }
    deliver()
  }

  // MARK: from the guest

  /// Takes the next packet, which may span several slots.
  ///
  /// - Returns: whether there was one.
  private func sendNext() -> Bool {
    guard let first = request(0) else { return false }
    let hasMore = interface.numberIfNamed("NETTXF_more_data") ?? 0
    let hasExtra = interface.numberIfNamed("NETTXF_extra_info") ?? 0
    var slots = 1
    var extras: [Int] = []
    var more = first["flags"] & hasExtra != 0
    while more {
      guard let bytes = transmit?.peek(UInt32(slots)) else { return false }
      let info = GuestArgument(address: 0, places: extra, bytes: bytes)
      extras.append(slots)
      slots += 1
      more = info["flags"] & (interface.numberIfNamed("XEN_NETIF_EXTRA_FLAG_MORE") ?? 0) != 0
      if slots > Self.mostSlots { more = false }
    }
    var parts = [first]
    while parts.last.map({ $0["flags"] & hasMore != 0 }) ?? false, parts.count < Self.mostSlots {
      guard let part = request(UInt32(slots)) else { return false }
      parts.append(part)
      slots += 1
    }
    transmit?.skip(UInt32(slots))
    let packet = gather(parts)
    respond(parts, extras, packet == nil ? "ERROR" : "OKAY")
    if let packet {
      // Only packets up to a page, which one receive slot of the guest takes.
      let answers = peer.answers(to: packet).filter { $0.count <= MachineMemory.pageSize }
      waiting += answers.prefix(Self.mostWaiting - waiting.count)
    }
    return true
  }

  private func request(_ distance: UInt32) -> GuestArgument? {
    transmit?.peek(distance).map {
      GuestArgument(address: 0, places: transmitRequest, bytes: $0)
    }
  }

  /// The bytes of a packet. The size in its first slot is that of the whole packet.
  private func gather(_ parts: [GuestArgument]) -> [UInt8]? {
    let rest = parts.dropFirst().reduce(0) { $0 + Int($1["size"]) }
    var packet: [UInt8] = []
    for (index, part) in parts.enumerated() {
      let size = Int(part["size"]) - (index == 0 ? rest : 0)
      let offset = Int(part["offset"])
      guard size > 0, offset + size <= MachineMemory.pageSize else {
        refuse("a packet with \(size) bytes at offset \(offset) of a page")
        return nil
      }
      let isGranted = with(UInt32(part["gref"]), write: false) { page in
        packet += UnsafeRawBufferPointer(start: page + offset, count: size)
      }
      guard isGranted else { return nil }
    }
    return packet
  }

  /// Responds to each slot of a packet; the slots with extra information get NETIF_RSP_NULL.
  private func respond(_ parts: [GuestArgument], _ extras: [Int], _ status: String) {
    func respond(_ id: UInt64, _ status: String) {
      var answer = GuestArgument(
        address: 0, places: transmitResponse,
        bytes: [UInt8](repeating: 0, count: transmitResponse.size))
      answer["id"] = id
      answer["status"] = interface.number("NETIF_RSP_" + status)
      transmit?.respond(answer.bytes)
    }
    for (index, part) in parts.enumerated() {
      respond(part["id"], status)
      if index == 0 { for _ in extras { respond(0, "NULL") } }
    }
  }

  // MARK: to the guest

  private func deliver() {
    while let packet = waiting.first, let bytes = receive?.peek() {
      waiting.removeFirst()
      receive?.skip()
      let request = GuestArgument(address: 0, places: receiveRequest, bytes: bytes)
      let isGranted = with(UInt32(request["gref"]), write: true) { page in
        page.copyMemory(from: packet, byteCount: packet.count)
      }
      var answer = GuestArgument(
        address: 0, places: receiveResponse,
        bytes: [UInt8](repeating: 0, count: receiveResponse.size))
      answer["id"] = request["id"]
      answer["status"] =
        isGranted ? UInt64(packet.count) : interface.number("NETIF_RSP_ERROR")
      receive?.respond(answer.bytes)
    }
    if !waiting.isEmpty { _ = receive?.rest() }
    if receive?.publish() ?? false { raise(receivePort) }
  }
}
