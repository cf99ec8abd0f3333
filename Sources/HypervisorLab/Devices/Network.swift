// SPDX-License-Identifier: Apache-2.0

/// The private network of a domU: a bridge in its dom0, with an address of its own and a DHCP
/// server.
///
/// The host is reached through QEMU's user network, on a separate card of the dom0. By proxy ARP
/// the dom0 answers for the guest's addresses on that card, and for the host's address on the
/// bridge. So a guest needs no router, and broadcasts stay on the bridge.
public enum Network {
  /// The address of the dom0 on the bridge.
  public static let bridge = "10.0.2.1"
  /// The address of the host, as seen by the guest on forwarded connections.
  public static let host = "10.0.2.2"
  /// The most cards of a domU.
  public static let mostCards = 8

  /// The name of the bridge in the dom0.
  public static let bridgeName = "xenbr0"
  static let prefix = 24

  /// The address that the DHCP server assigns to the guest's card of that number, from 0.
  public static func address(card: Int) -> String { "10.0.2.\(15 + card)" }

  /// The MAC address of that card, in Xen's range.
  public static func hardwareAddress(card: Int) -> String { "00:16:3e:00:00:0\(card + 1)" }
}
