// SPDX-License-Identifier: Apache-2.0

/// The scripts that xl runs in the dom0 when a device of a domain is added or removed. They replace
/// Debian's, which need a whole system. A program more is a tenth of a second under emulation.
///
/// Source: libxl__get_hotplug_script_info (tools/libs/light/libxl_linux.c@4.17) for arguments and
/// environment; backend_changed (drivers/block/xen-blkback/xenbus.c) and hotplug_status_changed
/// (drivers/net/xen-netback/xenbus.c) of Linux 6.1 for the keys.
enum HotplugScripts {
  /// Sets the device that blkback serves.
  static let block = (
    path: "etc/xen/scripts/block",
    text: #"""
    #!/bin/busybox sh
    export PATH=/bin
    [ "$1" = add ] || exit 0
    device=$(xenstore-read "$XENBUS_PATH/params")
    IFS=: read -r major minor <"/sys/class/block/${device#/dev/}/dev"
    xenstore-write "$XENBUS_PATH/physical-device" "$(printf %x:%x "$major" "$minor")" \
      "$XENBUS_PATH/hotplug-status" connected

    """#
  )

  /// Adds netback's interface to the bridge.
  static let network = (
    path: "etc/xen/scripts/vif-bridge",
    text: #"""
    #!/bin/busybox sh
    export PATH=/bin
    [ "$1" = online ] || exit 0
    ip link set "$vif" master \#(Network.bridgeName) up
    xenstore-write "$XENBUS_PATH/hotplug-status" connected

    """#
  )

  static let all = [block, network]
}
