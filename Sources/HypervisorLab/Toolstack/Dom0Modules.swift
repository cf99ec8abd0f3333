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

  /// The modules for the devices of a guest.
  static func needed(for request: BootRequest) -> [String] {
    let needsVirtio = !request.disks.isEmpty || !request.forwards.isEmpty
    return toolstack + (needsVirtio ? virtio : []) + (request.disks.isEmpty ? [] : disks)
      + (request.cards == 0 ? [] : bridge) + (request.forwards.isEmpty ? [] : card)
  }
}
