// SPDX-License-Identifier: Apache-2.0

/// The commands of the dom0 that set up the network of the domains.
enum NetworkScript {
  static let path = "guest/network"

  /// - Parameters:
  ///   - cards: the most cards of a domain.
  ///   - forwards: whether ports of the host are forwarded to one.
  static func text(cards: Int, forwards: Bool) -> String {
    bridge + dhcp(cards: cards) + (forwards ? host : "")
  }

  private static let bridge = """
    brctl addbr \(Network.bridgeName)
    ip addr add \(Network.bridge)/\(Network.prefix) dev \(Network.bridgeName)
    ip link set \(Network.bridgeName) up

    """

  /// The DHCP server. Each card has a fixed address, whatever the order of their requests.
  private static func dhcp(cards: Int) -> String {
    let leases = (0..<cards).map {
      "static_lease \(Network.hardwareAddress(card: $0)) \(Network.address(card: $0))\n"
    }
    return """
      cat >/etc/udhcpd.conf <<END
      interface \(Network.bridgeName)
      start \(Network.address(card: 0))
      end \(Network.address(card: Network.mostCards - 1))
      option subnet 255.255.255.0
      option router \(Network.bridge)
      lease_file /run/udhcpd.leases
      pidfile /run/udhcpd.pid
      \(leases.joined())END
      touch /run/udhcpd.leases
      udhcpd -S /etc/udhcpd.conf

      """
  }

  private static let host = """
    ip link set eth0 up
    ip route add \(Network.host)/32 dev eth0
    echo 1 >/proc/sys/net/ipv4/ip_forward
    for card in eth0 \(Network.bridgeName); do
      echo 1 >/proc/sys/net/ipv4/conf/$card/proxy_arp
      echo 0 >/proc/sys/net/ipv4/neigh/$card/proxy_delay
    done

    """
}
