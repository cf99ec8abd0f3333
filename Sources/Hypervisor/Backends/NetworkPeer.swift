// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

/// The other end of a guest's network. It answers ARP and pings at some addresses, assigns the
/// card's address by DHCP, and returns UDP packets that are sent to port 7. Nothing is forwarded.
struct NetworkPeer {
  private let guest: [UInt8]
  private let guestAddress: [UInt8]
  private let peers: [[UInt8]]

  /// The MAC address of a bridge port in dom0.
  private static let hardwareAddress: [UInt8] = [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff]
  private static let (arp, ipv4): ([UInt8], [UInt8]) = ([0x08, 0x06], [0x08, 0x00])
  private static let (icmp, udp): (UInt8, UInt8) = (1, 17)
  private static let (echoPort, dhcpServer, dhcpClient): (Int, Int, Int) = (7, 67, 68)

  init(_ card: RunCard) {
    guest = card.hardwareAddress.split(separator: ":").compactMap { UInt8($0, radix: 16) }
    guestAddress = Self.bytes(card.address)
    peers = card.peers.map(Self.bytes)
  }

  private static func bytes(_ address: String) -> [UInt8] {
    address.split(separator: ".").compactMap { UInt8($0) }
  }

  /// The frames that answer an Ethernet frame.
  func answers(to frame: [UInt8]) -> [[UInt8]] {
    guard frame.count >= 14 else { return [] }
    let payload = Array(frame[14...])
    switch Array(frame[12..<14]) {
    case Self.arp: return arpAnswer(payload).map { [ethernet(Self.arp, $0)] } ?? []
    case Self.ipv4: return ipAnswer(payload).map { [ethernet(Self.ipv4, $0)] } ?? []
    default: return []
    }
  }

  private func ethernet(_ type: [UInt8], _ payload: [UInt8]) -> [UInt8] {
    let frame = guest + Self.hardwareAddress + type + payload
    return frame + [UInt8](repeating: 0, count: max(0, 60 - frame.count))
  }

  /// Answers an ARP request for one of the peers (RFC 826).
  private func arpAnswer(_ packet: [UInt8]) -> [UInt8]? {
    guard packet.count >= 28, packet[7] == 1 else { return nil }
    let (sender, wanted) = (Array(packet[8..<18]), Array(packet[24..<28]))
    guard peers.contains(wanted) else { return nil }
    return [0, 1, 8, 0, 6, 4, 0, 2] + Self.hardwareAddress + wanted + sender
  }

  private func ipAnswer(_ packet: [UInt8]) -> [UInt8]? {
    guard packet.count >= 20, packet[0] >> 4 == 4 else { return nil }
    let header = Int(packet[0] & 15) * 4
    let length = Int(packet[2]) << 8 | Int(packet[3])
    // Fragments are not reassembled.
    let isWhole = packet[6] & 0x3f == 0 && packet[7] == 0
    guard header >= 20, length >= header, length <= packet.count, isWhole else { return nil }
    let (from, to) = (Array(packet[12..<16]), Array(packet[16..<20]))
    let body = Array(packet[header..<length])
    switch packet[9] {
    case Self.icmp where peers.contains(to):
      return echo(body).map { ip(Self.icmp, from: to, to: from, $0) }
    case Self.udp: return datagram(body, from: from, to: to)
    default: return nil
    }
  }

  private func ip(_ kind: UInt8, from: [UInt8], to: [UInt8], _ body: [UInt8]) -> [UInt8] {
    let length = 20 + body.count
    var header: [UInt8] =
      [0x45, 0, UInt8(length >> 8), UInt8(length & 0xff), 0, 0, 0, 0, 64, kind, 0, 0] + from + to
    header.replaceSubrange(10..<12, with: Self.checksum(header))
    return header + body
  }

  /// The Internet checksum (RFC 1071), in network byte order.
  static func checksum(_ bytes: [UInt8]) -> [UInt8] {
    var sum = 0
    for index in stride(from: 0, to: bytes.count, by: 2) {
      sum += Int(bytes[index]) << 8 | (index + 1 < bytes.count ? Int(bytes[index + 1]) : 0)
    }
    while sum >> 16 != 0 { sum = sum & 0xffff + sum >> 16 }
    return [UInt8(~sum >> 8 & 0xff), UInt8(~sum & 0xff)]
  }

  /// Answers an echo request (RFC 792).
  private func echo(_ message: [UInt8]) -> [UInt8]? {
    guard message.count >= 8, message[0] == 8 else { return nil }
    var answer: [UInt8] = [0, 0, 0, 0] + message[4...]
    answer.replaceSubrange(2..<4, with: Self.checksum(answer))
    return answer
  }

  private func datagram(_ body: [UInt8], from: [UInt8], to: [UInt8]) -> [UInt8]? {
    guard body.count >= 8 else { return nil }
    let (source, target) = (Array(body[0..<2]), Int(body[2]) << 8 | Int(body[3]))
    if target == Self.dhcpServer { return lease(Array(body[8...])) }
    guard target == Self.echoPort, peers.contains(to) else { return nil }
    return ip(
      Self.udp, from: to, to: from,
      Self.udpMessage([0, UInt8(Self.echoPort)], source, Array(body[8...])))
  }

  /// A UDP header and data, without a checksum, which IPv4 allows.
  private static func udpMessage(_ from: [UInt8], _ to: [UInt8], _ data: [UInt8]) -> [UInt8] {
    let length = 8 + data.count
    return from + to + [UInt8(length >> 8 & 0xff), UInt8(length & 0xff), 0, 0] + data
  }

  /// The DHCP answer that offers or confirms the card's address (RFC 2131).
  private func lease(_ request: [UInt8]) -> [UInt8]? {
    guard request.count >= 244, request[0] == 1, let server = peers.first else { return nil }
    // DHCPDISCOVER is answered by DHCPOFFER, DHCPREQUEST by DHCPACK.
    let kinds: [UInt8: UInt8] = [1: 2, 3: 5]
    guard let asked = option(53, request)?.first, let kind = kinds[asked] else { return nil }
    var answer = Array(request[0..<240])
    answer[0] = 2
    answer.replaceSubrange(16..<20, with: guestAddress)
    answer.replaceSubrange(20..<24, with: server)
    // Message type, server, a lease of a day; netmask, router, end.
    answer += [53, 1, kind, 54, 4] + server + [51, 4, 0, 1, 0x51, 0x80]
    answer += [1, 4, 255, 255, 255, 0, 3, 4] + server + [255]
    let ports: [[UInt8]] = [[0, UInt8(Self.dhcpServer)], [0, UInt8(Self.dhcpClient)]]
    return ip(
      Self.udp, from: server, to: [255, 255, 255, 255],
      Self.udpMessage(ports[0], ports[1], answer))
  }

  private func option(_ wanted: UInt8, _ message: [UInt8]) -> [UInt8]? {
    var next = 240
    while next + 1 < message.count, message[next] != 255 {
      if message[next] == 0 {
        next += 1
        continue
      }
      let length = Int(message[next + 1])
      guard next + 2 + length <= message.count else { return nil }
      if message[next] == wanted { return Array(message[next + 2..<next + 2 + length]) }
      next += 2 + length
    }
    return nil
  }
}
