// SPDX-License-Identifier: Apache-2.0

import Glibc

/// An emulated PC that starts Xen: what QEMU is told.
struct Machine {
  /// A file that Xen gets as a multiboot module, and its command line. QEMU takes what is behind
  /// the first blank for arguments: the name, in `folder`, has none.
  struct Module {
    let name: String
    var arguments = ""
  }

  let qemu: String
  /// Where QEMU runs: what it is told the names of is there, whatever the way there is called.
  let folder: String
  /// The hypervisor's name: a 32-bit multiboot ELF.
  let hypervisor: String
  var options: [String]
  var modules: [Module]
  /// MiB.
  var memory: Int
  var processors = 1
  /// The processor's family: QEMU's own is a K8, on which Xen sets a bit of the MSR HWCR. As PV shim
  /// it may not, and dies; of family 16 it does not try.
  var family = 15
  /// A PVH dom0 needs an IOMMU.
  var iommu = false
  /// The machine's time is counted in instructions.
  var countsInstructions = false
  /// Serial ports; the first is Xen's console.
  var serialPorts = 1

  /// Files with a disk's sectors, each served as a virtio disk.
  var disks: [Drive] = []

  /// Ports of the host's 127.0.0.1, each of which leads to a port of an address that the machine
  /// answers for. With one, the machine has a network card, and nothing else is to be reached by it.
  var forwards: [(port: PortForward, address: String)] = []

  struct Drive {
    /// An open file, which becomes one of QEMU's.
    let descriptor: Int32
    let isReadOnly: Bool
  }

  /// The serial port that is also written to; nil for none.
  var inputPort: Int?

  /// QEMU writes serial port n to descriptor 3 + n; those of the disks follow.
  var command: [String] {
    let chipset = iommu ? ["-M", "q35", "-device", "amd-iommu"] : []
    let serial = (0..<serialPorts).flatMap { port in
      port == inputPort
        ? ["-chardev", "socket,id=port\(port),fd=\(port + 3)", "-serial", "chardev:port\(port)"]
        : ["-serial", "file:/dev/fd/\(port + 3)"]
    }
    return [qemu, "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot"]
      // Linux 6.1 dies as a PV dom0 on `-cpu max`; SVM with nested paging runs PVH guests.
      + ["-cpu", "qemu64,+svm,+npt,family=\(family)", "-m", String(memory)]
      + ["-smp", String(processors)] + threads + chipset + serial + drives + card
      + (countsInstructions ? ["-icount", "shift=0,sleep=off"] : [])
      + ["-kernel", hypervisor, "-append", options.joined(separator: " ")]
      + (modules.isEmpty ? [] : ["-initrd", modules.map(Self.moduleText).joined(separator: ",")])
  }

  /// Emulated processors wait for one another in loops, with interrupts off. A busy host that runs one
  /// of them and not the other makes them wait for milliseconds, each time. So where the host has not
  /// twice as many, they take turns in one thread: a processor that waits gives its turn away.
  private var threads: [String] {
    processors > 1 && Self.hostProcessors < 2 * processors ? ["-accel", "tcg,thread=single"] : []
  }

  /// It is the copy's end that decides, and not when QEMU has the system write what.
  private var drives: [String] {
    disks.enumerated().flatMap { number, drive in
      let options = [
        "if=none", "id=disk\(number)", "format=raw", "cache=unsafe",
        "file=/dev/fd/\(3 + serialPorts + number)", "readonly=\(drive.isReadOnly ? "on" : "off")",
      ]
      return [
        "-drive", options.joined(separator: ","), "-device", "virtio-blk-pci,drive=disk\(number)",
      ]
    }
  }

  private var card: [String] {
    guard !forwards.isEmpty else { return [] }
    let options =
      ["user", "id=host", "restrict=on", "ipv6=off", "host=\(Network.host)"]
      + forwards.map { "hostfwd=tcp:127.0.0.1:\($0.port.host)-\($0.address):\($0.port.guest)" }
    return [
      "-netdev", options.joined(separator: ","), "-device", "virtio-net-pci,netdev=host,romfile=",
    ]
  }

  /// For a guest of so many virtual processors: as many, but not more than the host has online, which
  /// would wait for each other. Xen shares the rest out.
  static func processors(for vcpus: Int) -> Int { min(vcpus, hostProcessors) }

  private static let hostProcessors = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

  /// Xen on the first serial port, and every line that it has to say.
  static let consoleOptions = ["console=com1", "com1=115200,8n1"] + logOptions

  static let logOptions = ["loglvl=all", "guest_loglvl=all"]

  /// A comma separates modules; two stand for one.
  private static func moduleText(_ module: Module) -> String {
    ([module.name] + (module.arguments.isEmpty ? [] : [module.arguments])).joined(separator: " ")
      .split(separator: ",", omittingEmptySubsequences: false).joined(separator: ",,")
  }
}
