// SPDX-License-Identifier: Apache-2.0

/// What xl starts beside an HVM domain and waits for: a program that emulates devices. A guest that
/// has no devices asks nothing of it, so that a script which says that it runs is enough.
///
/// Source: libxl__spawn_local_dm (tools/libs/light/libxl_dm.c@4.17), which gives the domain behind -d.
enum DeviceModel {
  static let path = "guest/device-model"

  static let text = #"""
    #!/bin/busybox sh
    while [ $# -gt 0 ] && [ "$1" != -d ]; do shift; done
    xenstore-write "/local/domain/0/device-model/$2/state" running
    exec sleep 1000000

    """#
}
