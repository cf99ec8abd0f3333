// SPDX-License-Identifier: Apache-2.0

import Commands
import Glibc
import Testing

@testable import HypervisorLab

/// Debian's kernel for clouds, with a userspace of busybox and the kernel's front ends.
enum LinuxGuest {
  /// - Parameter script: what the first process does when the front ends are loaded; then the guest
  ///   powers off.
  static func initramfs(_ script: String) throws -> [UInt8] {
    var archive = CpioArchive()
    for folder in ["dev", "proc", "sys", "tmp"] { archive.add(directory: folder) }
    archive.add(device: "dev/console", major: 5, minor: 1)
    archive.add("bin/busybox", try RegularFile.contents(try busybox()))
    for module in ["xen-blkfront", "xen-netfront"] {
      let path = try DebianImages.linuxModule(module, cloud: true)
      archive.add("modules/\(module).ko", try RegularFile.contents(path))
    }
    archive.add("bin/leased", text: leased)
    archive.add("init", text: start + script + "\npoweroff -f\n")
    return archive.finished()
  }

  static func write(_ bytes: [UInt8], to path: String) throws {
    let file = open(path, O_CREAT | O_WRONLY, 0o600)
    defer { close(file) }
    try #require(Glibc.write(file, bytes, bytes.count) == bytes.count)
  }

  private static func busybox() throws -> String {
    guard let path = LabPlaces.standard.newest("bin/busybox") else {
      throw Missing(what: "busybox-static")
    }
    return path
  }

  private static let start = """
    #!/bin/busybox sh
    /bin/busybox --install -s /bin
    export PATH=/bin
    mount -t proc proc /proc
    mount -t sysfs sys /sys
    mount -t devtmpfs dev /dev
    for module in /modules/*.ko; do insmod $module; done

    """

  /// What udhcpc calls when it has an address.
  private static let leased = """
    #!/bin/busybox sh
    [ "$1" = bound ] || exit 0
    ip addr add $ip/$mask dev $interface
    echo "address $ip/$mask"

    """
}
