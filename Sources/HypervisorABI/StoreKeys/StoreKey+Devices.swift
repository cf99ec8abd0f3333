// SPDX-License-Identifier: Apache-2.0

extension StoreKey {
  /// Keys of every kind of device. Source: io/xenbus.h, docs/misc/xenstore-paths.pandoc@4.17;
  /// linux-2.6-xen-sparse/drivers/xen/xenbus@3.0.2.
  static let deviceKeys = [
    StoreKey(.frontend, "backend", .toolstack, "The path of the back end's directory."),
    StoreKey(
      .frontend, "backend-id", .toolstack, "The number of the domain that serves the device."),
    StoreKey(.frontend, "state", .frontend, "A XenbusState: how far the front end is."),
    StoreKey(
      .frontend, "protocol", .frontend, since: .v3_1,
      "How requests are laid out: x86_64-abi, x86_32-abi; without it as the back end's own."),
    StoreKey(.backend, "frontend", .toolstack, "The path of the front end's directory."),
    StoreKey(.backend, "frontend-id", .toolstack, "The number of the domain that has the device."),
    StoreKey(.backend, "state", .backend, "A XenbusState: how far the back end is."),
    StoreKey(
      .backend, "online", .toolstack, since: .v3_0_2,
      "0: the device goes for good when both ends are closed; 1: it may be connected again."),
    StoreKey(
      .backend, "hotplug-status", .toolstack,
      "connected: what a script does for the device in the serving domain is done; error."),
  ]

  /// Keys of block devices. Source: io/blkif.h@4.2 and later;
  /// linux-2.6-xen-sparse/drivers/xen/blkfront, blkback@3.0.2.
  static let blockKeys = [
    StoreKey(
      .blockFrontend, "virtual-device", .toolstack,
      "The device's number, also of a request: (202 << 8) + 16 * disk + partition for xvda and on."),
    StoreKey(.blockFrontend, "device-type", .toolstack, since: .v3_0_3, "disk, cdrom or floppy."),
    StoreKey(.blockFrontend, "ring-ref", .frontend, "The grant of the ring's page."),
    StoreKey(
      .blockFrontend, "ring-refN", .frontend, since: .v4_2,
      "The grants of a ring of several pages, in place of ring-ref."),
    StoreKey(
      .blockFrontend, "ring-page-order", .frontend, since: .v4_2,
      "The ring has 2 to this power pages."),
    StoreKey(
      .blockFrontend, "num-ring-pages", .frontend, since: .v4_2,
      "The same as a number of pages, as an older protocol had it."),
    StoreKey(.blockFrontend, "event-channel", .frontend, "The port that the back end binds."),
    StoreKey(
      .blockFrontend, "feature-persistent", .frontend, since: .v4_3,
      "1: the front end grants the same pages again and again, so that they may stay mapped."),
    StoreKey(
      .blockFrontend, "feature-large-sector-size", .frontend, since: .v4_13,
      "1: the front end takes sector numbers in units of sector-size."),
    StoreKey(
      .blockFrontend, "multi-queue-num-queues", .frontend, since: .v4_5,
      "How many rings it has; each in a directory queue-N."),
    StoreKey(
      .blockFrontend, "trusted", .toolstack, since: .v4_17,
      "0: the front end is not to trust its back end with anything but the data of requests."),
    StoreKey(.blockBackend, "sectors", .backend, "The size in units of 512 bytes."),
    StoreKey(.blockBackend, "sector-size", .backend, "Bytes of a logical sector."),
    StoreKey(
      .blockBackend, "physical-sector-size", .backend, since: .v4_3,
      "Bytes of a sector of the device itself."),
    StoreKey(
      .blockBackend, "info", .backend, "A sum of VDISK_CDROM, VDISK_REMOVABLE, VDISK_READONLY."),
    StoreKey(.blockBackend, "mode", .toolstack, "r or w."),
    StoreKey(.blockBackend, "params", .toolstack, "What is served, in words for the back end."),
    StoreKey(
      .blockBackend, "physical-device", .toolstack,
      "The device that is served, as MAJOR:MINOR in hexadecimal digits."),
    StoreKey(
      .blockBackend, "feature-barrier", .backend, since: .v3_0_4,
      "1: it knows BLKIF_OP_WRITE_BARRIER."),
    StoreKey(
      .blockBackend, "feature-flush-cache", .backend, since: .v3_2,
      "1: it knows BLKIF_OP_FLUSH_DISKCACHE."),
    StoreKey(
      .blockBackend, "feature-discard", .backend, since: .v4_2, "1: it knows BLKIF_OP_DISCARD."),
    StoreKey(
      .blockBackend, "discard-granularity", .backend, since: .v4_2,
      "Bytes of the smallest piece that can be discarded."),
    StoreKey(
      .blockBackend, "discard-alignment", .backend, since: .v4_2,
      "Bytes by which such pieces are off the device's start."),
    StoreKey(
      .blockBackend, "discard-secure", .backend, since: .v4_2,
      "1: it knows BLKIF_DISCARD_SECURE."),
    StoreKey(
      .blockBackend, "feature-persistent", .backend, since: .v4_3,
      "1: it keeps granted pages mapped."),
    StoreKey(
      .blockBackend, "feature-max-indirect-segments", .backend, since: .v4_4,
      "How many segments a BLKIF_OP_INDIRECT may have."),
    StoreKey(
      .blockBackend, "max-ring-page-order", .backend, since: .v4_2,
      "The largest ring-page-order that it takes."),
    StoreKey(
      .blockBackend, "max-ring-pages", .backend, since: .v4_2,
      "The largest num-ring-pages that it takes."),
    StoreKey(
      .blockBackend, "multi-queue-max-queues", .backend, since: .v4_5, "How many rings it serves."),
  ]

  /// Keys of network devices. Source: io/netif.h@3.0.3 and later;
  /// linux-2.6-xen-sparse/drivers/xen/netfront, netback@3.0.2 and 3.0.3.
  static let networkKeys = [
    StoreKey(.networkFrontend, "mac", .toolstack, "The card's Ethernet address: 00:16:3e:…"),
    StoreKey(.networkFrontend, "handle", .toolstack, "The card's number."),
    StoreKey(
      .networkFrontend, "tx-ring-ref", .frontend, "The grant of the page of the ring to send."),
    StoreKey(
      .networkFrontend, "rx-ring-ref", .frontend, "The grant of the page of the ring to receive."),
    StoreKey(.networkFrontend, "event-channel", .frontend, "The port that the back end binds."),
    StoreKey(
      .networkFrontend, "event-channel-tx", .frontend, since: .v4_3,
      "With feature-split-event-channels: the port of the ring to send."),
    StoreKey(
      .networkFrontend, "event-channel-rx", .frontend, since: .v4_3,
      "With feature-split-event-channels: the port of the ring to receive."),
    StoreKey(
      .networkFrontend, "request-rx-copy", .frontend, since: .v3_0_3,
      "1: packets are copied into the guest's pages; 0: pages change hands."),
    StoreKey(
      .networkFrontend, "feature-rx-notify", .frontend, since: .v3_0_3,
      "1: it sends an event when it has given new frames to receive into."),
    StoreKey(
      .networkFrontend, "feature-sg", .frontend, since: .v3_0_3,
      "1: a received packet may lie in several frames."),
    StoreKey(
      .networkFrontend, "feature-gso-tcpv4", .frontend, since: .v3_0_3,
      "1: it takes TCP packets over IPv4 that are to be cut yet."),
    StoreKey(
      .networkFrontend, "feature-gso-tcpv6", .frontend, since: .v4_4, "1: likewise over IPv6."),
    StoreKey(
      .networkFrontend, "feature-no-csum-offload", .frontend, since: .v3_0_3,
      "1: it takes no IPv4 packet whose checksum is not filled in."),
    StoreKey(
      .networkFrontend, "feature-ipv6-csum-offload", .frontend, since: .v4_4,
      "1: it takes IPv6 packets whose checksum is not filled in."),
    StoreKey(
      .networkFrontend, "request-multicast-control", .frontend, since: .v3_2,
      "1: it says which multicast addresses it wants."),
    StoreKey(
      .networkFrontend, "multi-queue-num-queues", .frontend, since: .v4_5,
      "How many pairs of rings it has; each in a directory queue-N."),
    StoreKey(
      .networkFrontend, "ctrl-ring-ref", .frontend, since: .v4_7, "The grant of the control ring."),
    StoreKey(
      .networkFrontend, "event-channel-ctrl", .frontend, since: .v4_7,
      "The port of the control ring."),
    StoreKey(
      .networkBackend, "feature-rx-copy", .backend, since: .v3_0_3,
      "1: it can copy packets into the guest's pages."),
    StoreKey(
      .networkBackend, "feature-rx-flip", .backend, since: .v3_0_3,
      "1: it can have pages change hands instead."),
    StoreKey(
      .networkBackend, "feature-sg", .backend, since: .v3_0_3,
      "1: a packet to send may lie in several frames."),
    StoreKey(
      .networkBackend, "feature-gso-tcpv4", .backend, since: .v3_0_3,
      "1: it cuts TCP packets over IPv4."),
    StoreKey(
      .networkBackend, "feature-gso-tcpv6", .backend, since: .v4_4, "1: likewise over IPv6."),
    StoreKey(
      .networkBackend, "feature-ipv6-csum-offload", .backend, since: .v4_4,
      "1: it fills in the checksums of IPv6 packets."),
    StoreKey(
      .networkBackend, "feature-multicast-control", .backend, since: .v3_2,
      "1: it takes multicast addresses that the front end wants."),
    StoreKey(
      .networkBackend, "feature-dynamic-multicast-control", .backend, since: .v4_7,
      "1: it looks at request-multicast-control again and again."),
    StoreKey(
      .networkBackend, "feature-split-event-channels", .backend, since: .v4_3,
      "1: it takes a port of its own for each ring."),
    StoreKey(
      .networkBackend, "multi-queue-max-queues", .backend, since: .v4_5,
      "How many pairs of rings it serves."),
    StoreKey(
      .networkBackend, "feature-ctrl-ring", .backend, since: .v4_7, "1: it has a control ring."),
  ]
}
