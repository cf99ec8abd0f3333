// SPDX-License-Identifier: Apache-2.0

import Commands
import Glibc
import HypervisorABI
import Synchronization
import Testing

@testable import HypervisorLab

/// Disks, network and processors of a domU, used by Debian's kernel. One boot for all.
struct DomUDevicesTests {
  /// What the boot showed.
  struct Shown: Sendable {
    let result: BootResult
    /// Of what was in the files before, and is after.
    let before: [[UInt8]]
    let after: [[UInt8]]
    let kept: [Bool]
    /// What the guest answered to a connection from the host.
    let answer: [UInt8]

    func line(_ start: String) -> String? {
      result.guestConsole.first { $0.hasPrefix(start + " ") }.map {
        String($0.dropFirst(start.count + 1))
      }
    }
  }

  static let shown = Result { try boot() }

  /// 1 MiB each.
  private static let size = 1 << 20

  @Test func `the guest came to its end`() throws {
    let shown = try Self.shown.get()
    #expect(shown.result.outcome == .poweredOff, "\(shown.result.words)")
    #expect(shown.line("end") == "reached", "\(shown.result.guestConsole.suffix(20))")
  }

  @Test func `processors and memory are as asked`() throws {
    let shown = try Self.shown.get()
    #expect(shown.line("online") == "0-1")
    #expect(shown.line("possible") == "0-2")
    #expect(shown.line("target") == "\(192 << 10)")
  }

  @Test func `the guest reads what is in the files`() throws {
    let shown = try Self.shown.get()
    for (disk, bytes) in zip(["xvda", "xvdb"], shown.before) {
      #expect(shown.line("sum-\(disk)") == (try sum(bytes)))
      #expect(shown.line("sectors-\(disk)") == "\(bytes.count / 512)")
    }
  }

  @Test func `what it writes is in the file afterwards`() throws {
    let shown = try Self.shown.get()
    #expect(shown.kept == [true])
    #expect(shown.line("sum-written") == (try sum(shown.after[0])))
    var expected = shown.before[0]
    expected.replaceSubrange(65536..<131072, with: shown.before[1][..<65536])
    #expect(shown.after[0] == expected)
  }

  @Test func `a disk that is read-only is so for the guest and on the host`() throws {
    let shown = try Self.shown.get()
    #expect(shown.line("ro-xvda") == "0")
    #expect(shown.line("ro-xvdb") == "1")
    #expect(shown.line("write-xvdb") == "refused")
    #expect(shown.before[1] == shown.after[1])
  }

  @Test func `it gets its address and reaches the bridge`() throws {
    let shown = try Self.shown.get()
    #expect(shown.line("address") == "10.0.2.15/24")
    #expect(shown.line("mac") == Network.hardwareAddress(card: 0))
    #expect(shown.line("ping") == "answered")
  }

  @Test func `xl takes a disk away, gives it back and takes memory`() throws {
    let shown = try Self.shown.get()
    #expect(shown.line("sum-attached") == (try sum(shown.before[1])))
    #expect(shown.line("balloon") == "down")
  }

  @Test func `a forwarded port carries data both ways`() throws {
    let shown = try Self.shown.get()
    #expect(shown.answer == shown.before[1])
    #expect(shown.line("sum-received") == (try sum(shown.before[0])))
  }

  private static let script = """
    for key in online possible; do echo "$key $(cat /sys/devices/system/cpu/$key)"; done
    echo "target $(cat /sys/devices/system/xen_memory/xen_memory0/target_kb)"
    # Linux makes a disk's node before the disk can be opened.
    opens() { true <$1; } 2>/dev/null
    until opens /dev/xvda && opens /dev/xvdb && [ -e /sys/class/net/eth0 ]; do usleep 100000; done
    sum() { echo "sum-$1 $(md5sum | cut -c1-32)"; }
    for disk in xvda xvdb; do
      sum $disk </dev/$disk
      echo "sectors-$disk $(cat /sys/block/$disk/size)"
      echo "ro-$disk $(cat /sys/block/$disk/ro)"
    done
    dd if=/dev/xvdb of=/dev/xvda bs=64k seek=1 count=1 conv=notrunc,fsync 2>/dev/null
    sum written </dev/xvda
    dd if=/dev/xvda of=/dev/xvdb bs=64k count=1 conv=notrunc,fsync 2>/dev/null || echo "write-xvdb refused"
    echo "mac $(cat /sys/class/net/eth0/address)"
    ip link set eth0 up
    # As often as it takes: the bridge may be learning yet.
    until udhcpc -i eth0 -n -q -s /bin/leased >/dev/console; do :; done
    until ping -c 1 -W 1 10.0.2.1 >/dev/null; do :; done
    echo "ping answered"
    echo "order"
    while [ -b /dev/xvdb ]; do usleep 100000; done
    echo "order"
    until opens /dev/xvdb; do usleep 100000; done
    sum attached </dev/xvdb
    echo "order"
    until [ "$(cat /sys/devices/system/xen_memory/xen_memory0/target_kb)" = 163840 ]; do
      usleep 100000
    done
    echo "balloon down"
    echo "listening"
    nc -l -p 80 </dev/xvdb >/tmp/received
    sum received </tmp/received
    echo "end reached"

    """

  private static func boot() throws -> Shown {
    try Places.withScratchFolder { folder in
      let before = (1...2).map { seed in
        (0..<size).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> (8 + seed)) }
      }
      let disks = [folder + "/a.img", folder + "/b.img"]
      for (path, bytes) in zip(disks, before) { try LinuxGuest.write(bytes, to: path) }
      try LinuxGuest.write(try LinuxGuest.initramfs(script), to: folder + "/initrd")
      var request = BootRequest(
        image: try DebianImages.linuxCloud(), initrd: folder + "/initrd",
        append: "console=hvc0 quiet", timeout: 900, memory: 192)
      (request.vcpus, request.maxVcpus, request.maxMemory) = (2, 3, 256)
      request.disks = [Disk(path: disks[0]), Disk(path: disks[1], isReadOnly: true)]
      request.cards = 1
      request.xlCommands = [
        "block-detach guest xvdb", "block-attach guest phy:/dev/vdb,xvdb,r", "mem-set guest 160",
      ]
      request.moveAt = "^order$"
      request.forwards = [PortForward(host: 0, guest: 80)]
      let seen = Mutex((port: UInt16(0), kept: [Bool](), answer: [UInt8]()))
      let result = try Lab().bootDomU(request) { event in
        seen.withLock { seen in
          switch event {
          case .forwarding(let port): seen.port = port.host
          case .disk(_, let isKept): seen.kept.append(isKept)
          case .line(let line) where line.text == "listening":
            seen.answer = GuestRequest(
              port: seen.port, bytes: before[0], answer: size, end: .whenSent
            ).run()
          default: break
          }
        }
      }
      let after = try disks.map { try RegularFile.contents($0) }
      return seen.withLock {
        Shown(result: result, before: before, after: after, kept: $0.kept, answer: $0.answer)
      }
    }
  }

  private func sum(_ bytes: [UInt8]) throws -> String {
    try Places.withScratchFolder { folder in
      try LinuxGuest.write(bytes, to: folder + "/bytes")
      return String(try Command.run(["md5sum", folder + "/bytes"]).output.prefix(32))
    }
  }
}
