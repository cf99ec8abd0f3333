// SPDX-License-Identifier: Apache-2.0

import Commands
import Glibc
import Synchronization
import Testing

@testable import HypervisorLab

/// Debian's kernel is saved and restored while it reads its disk, and another one is migrated. One
/// dom0 for both.
struct DomainMoveTests {
  private static let shown = Result { try boot() }

  private struct Shown: Sendable {
    /// The one that is saved, and the one that is migrated.
    let results: [Result<BootResult, LabError>]
    let stages: [[String]]

    func guest(_ number: Int) throws -> (result: BootResult, stages: [String]) {
      (try results[number].get(), stages[number])
    }
  }

  @Test func `it goes on in a new domain`() throws {
    let shown = try Self.shown.get().guest(0)
    #expect(shown.result.outcome == .poweredOff, "\(shown.result.words)")
    #expect(
      shown.stages.filter { $0.contains(": ") } == [
        "save-restore: domain is suspended", "domain goes on: restore",
      ])
    #expect(shown.result.words == ["Domain 2 has shut down, reason code 0 0x0 (SHUTDOWN_poweroff)"])
  }

  @Test func `its disk and its card work as before`() throws {
    let console = try Self.shown.get().guest(0).result.guestConsole
    for line in ["moved", "disk same", "written same", "ping answered", "end reached"] {
      #expect(console.contains(line), "\(console.suffix(20))")
    }
  }

  /// Debian's Xen has no shadow page tables, which the migration of a PV guest needs.
  @Test func `a PVH guest is migrated`() throws {
    let (result, stages) = try Self.shown.get().guest(1)
    #expect(result.outcome == .poweredOff, "\(result.words)")
    #expect(result.guestConsole.contains("moved"))
    let moves = stages.filter { $0.hasPrefix("domain goes on") }
    #expect(moves == ["domain goes on: receive"])
  }

  private static let migrated = """
    echo "checkpoint"
    until dmesg | grep -q "Freezing user space"; do usleep 100000; done
    echo "moved"

    """

  private static let saved = """
    # Linux makes a disk's node before the disk can be opened.
    opens() { true <$1; } 2>/dev/null
    until opens /dev/xvda && [ -e /sys/class/net/eth0 ]; do usleep 100000; done
    ip link set eth0 up
    ip addr add 10.0.2.15/24 dev eth0
    sum() { echo 1 >/proc/sys/vm/drop_caches; md5sum </dev/xvda; }
    before=$(sum)
    same=same
    echo "checkpoint"
    until dmesg | grep -q "Freezing user space"; do
      [ "$(sum)" = "$before" ] || same=different
    done
    echo "moved"
    [ "$(sum)" = "$before" ] || same=different
    echo "disk $same"
    dd if=/bin/busybox of=/dev/xvda bs=64k count=4 conv=notrunc,fsync 2>/dev/null
    echo 1 >/proc/sys/vm/drop_caches
    dd if=/dev/xvda bs=64k count=4 2>/dev/null | cmp -n 262144 - /bin/busybox && echo "written same"
    until ping -c 1 -W 1 10.0.2.1 >/dev/null; do :; done
    echo "ping answered"
    echo "end reached"

    """

  private static func boot() throws -> Shown {
    try Places.withScratchFolder { folder in
      try LinuxGuest.write([UInt8](repeating: 0x5a, count: 1 << 20), to: folder + "/disk.img")
      var requests: [BootRequest] = []
      for (name, script) in [("saved", saved), ("migrated", migrated)] {
        let initrd = folder + "/" + name
        try LinuxGuest.write(try LinuxGuest.initramfs(script), to: initrd)
        var request = BootRequest(
          image: try DebianImages.linuxCloud(), initrd: initrd, append: "console=hvc0 quiet",
          timeout: 1500, memory: 128)
        request.moveAt = "^checkpoint$"
        requests.append(request)
      }
      requests[0].disks = [Disk(path: folder + "/disk.img")]
      requests[0].cards = 1
      requests[0].moves = [.saveRestore]
      requests[1].mode = .pvh
      requests[1].moves = [.migrate]
      let stages = Mutex([[String](), []])
      let results = try Lab().bootDomUs(requests) { number, event in
        if case .stage(let stage) = event { stages.withLock { $0[number].append(stage) } }
      }
      return Shown(results: results, stages: stages.withLock { $0 })
    }
  }
}
