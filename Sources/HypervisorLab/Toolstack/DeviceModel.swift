// SPDX-License-Identifier: Apache-2.0

/// The device model, which xl starts for an HVM domain and waits for. A guest without devices needs
/// none, so a script that only reports that it runs is enough.
///
/// Source: libxl__spawn_local_dm (tools/libs/light/libxl_dm.c@4.17), which passes the domain after
/// -d.
enum DeviceModel {
  static let path = "guest/device-model"

  static let text = #"""
    #!/bin/busybox sh
    while [ $# -gt 0 ] && [ "$1" != -d ]; do shift; done
    xenstore-write "/local/domain/0/device-model/$2/state" running
    exec sleep 1000000

    """#
}
