// SPDX-License-Identifier: Apache-2.0

/// The private network of a domU: a bridge of its dom0, with an address of its own and a DHCP server.
///
/// The host's end is QEMU's user network, on a card of the dom0's own, which answers for the guest's
/// addresses there and for the host's on the bridge (proxy ARP): so a guest needs no router, and
/// broadcasts stay on the bridge.
public enum Network {
  /// The dom0, on the bridge.
  public static let bridge = "10.0.2.1"
  /// The host, for those who reach the guest through a forwarded port.
  public static let host = "10.0.2.2"
  /// How many cards a domU can have.
  public static let mostCards = 8

  public static let bridgeName = "xenbr0"
  static let prefix = 24

  /// What the DHCP server gives to the guest's card of that number, counted from 0.
  public static func address(card: Int) -> String { "10.0.2.\(15 + card)" }

  /// The Ethernet address of that card, in Xen's own range.
  public static func hardwareAddress(card: Int) -> String { "00:16:3e:00:00:0\(card + 1)" }
}
