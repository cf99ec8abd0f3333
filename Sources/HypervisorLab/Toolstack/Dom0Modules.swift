// SPDX-License-Identifier: Apache-2.0

/// Kernel modules for the lab's dom0, by their paths below its `kernel` directory. They are loaded
/// in this order, each after those that it depends on.
enum Dom0Modules {
  /// The modules for the daemons; xenfs needs privcmd.
  static let toolstack = [
    "xen-privcmd", "xenfs/xenfs", "xen-evtchn", "xen-gntdev", "xen-gntalloc",
  ].map { "drivers/xen/" + $0 }

  /// The modules for QEMU's devices.
  private static let virtio = [
    "virtio_ring", "virtio", "virtio_pci_modern_dev", "virtio_pci_legacy_dev", "virtio_pci",
  ].map { "drivers/virtio/" + $0 }

  private static let disks = ["drivers/block/virtio_blk", "drivers/block/xen-blkback/xen-blkback"]

  private static let bridge = [
    "net/llc/llc", "net/802/stp", "net/bridge/bridge", "drivers/net/xen-netback/xen-netback",
  ]

  private static let card = [
    "net/core/failover", "drivers/net/net_failover", "drivers/net/virtio_net",
  ]

  /// The modules for the devices of guests.
  static func needed(for requests: [BootRequest]) -> [String] {
    let needsDisks = requests.contains { !$0.disks.isEmpty }
    let needsBridge = requests.contains { $0.cards > 0 }
    let needsCard = requests.contains { !$0.forwards.isEmpty }
    return toolstack + (needsDisks || needsCard ? virtio : []) + (needsDisks ? disks : [])
      + (needsBridge ? bridge : []) + (needsCard ? card : [])
  }
}
