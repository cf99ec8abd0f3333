// SPDX-License-Identifier: Apache-2.0

extension StoreKey {
  /// Keys of the domain itself. Source: docs/misc/xenstore-paths.pandoc@4.17; for the older
  /// releases tools/python/xen/xend, tools/libxl and linux-2.6-xen-sparse/drivers/xen/core.
  static let domainKeys = [
    StoreKey(
      .domain, "domid", .toolstack, "The domain's number, which changes when it is restored."),
    StoreKey(.domain, "name", .toolstack, "The domain's name."),
    StoreKey(.domain, "vm", .toolstack, "The path of what stays when the domain moves: /vm/UUID."),
    StoreKey(
      .domain, "control/shutdown", .toolstack,
      "What the guest is to do: poweroff, halt, reboot, suspend or crash; it writes nothing there to accept."
    ),
    StoreKey(.domain, "control/sysrq", .toolstack, "A letter: what Linux is to do for SysRq."),
    StoreKey(
      .domain, "control/platform-feature-multiprocessor-suspend", .toolstack, since: .v3_1,
      "1: Xen lets a guest suspend while more than one vCPU is up."),
    StoreKey(
      .domain, "control/platform-feature-xs_reset_watches", .toolstack, since: .v4_2,
      "1: the store knows XS_RESET_WATCHES."),
    StoreKey(
      .domain, "control/feature-suspend", .guest, since: .v4_7,
      "1: the guest takes suspend in control/shutdown; likewise feature-poweroff, -reboot, -s3 and -s4."
    ),
    StoreKey(
      .domain, "device/suspend/event-channel", .guest, since: .v3_3,
      "A port by which the toolstack asks for suspend, faster than by control/shutdown."),
    StoreKey(.domain, "memory/target", .toolstack, "KiB that the balloon is to leave the guest."),
    StoreKey(
      .domain, "memory/static-max", .toolstack, since: .v4_0, "KiB that the guest may ever have."),
    StoreKey(
      .domain, "cpu/N/availability", .toolstack, "online or offline: whether vCPU N is to be up."),
    StoreKey(.domain, "console/limit", .toolstack, "Bytes that the console's daemon keeps."),
    StoreKey(
      .domain, "console/type", .toolstack, since: .v3_2,
      "Who serves the console: xenconsoled or ioemu."),
    StoreKey(
      .domain, "data", .toolstack, "A directory in which the guest may write what it likes."),
  ]
}
