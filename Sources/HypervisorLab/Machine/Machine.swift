// SPDX-License-Identifier: Apache-2.0

import Glibc

/// An emulated PC that starts Xen, and its QEMU command line.
struct Machine {
  /// A file that Xen gets as a multiboot module, and its command line. QEMU takes what follows the
  /// first blank for arguments, so the name, which is relative to `directory`, has no blank.
  struct Module {
    let name: String
    var arguments = ""
  }

  let qemu: String
  /// The working directory of QEMU, to which file names are relative.
  let directory: String
  /// The name of the hypervisor: a 32-bit multiboot ELF.
  let hypervisor: String
  var options: [String]
  var modules: [Module]
  /// In MiB.
  var memory: Int
  var processors = 1
  /// The processor family. QEMU's default is a K8 (15), on which Xen sets a bit of the MSR HWCR;
  /// the PV shim may not do so and dies. On family 16 it does not try.
  var family = 15
  /// Whether the machine has an IOMMU, which a PVH dom0 needs.
  var iommu = false
  /// Whether the machine's time is counted in instructions.
  var countsInstructions = false
  /// The number of serial ports; the first is Xen's console.
  var serialPorts = 1

  /// Raw disk images, each served as a virtio disk.
  var disks: [Drive] = []

  /// Ports of the host's 127.0.0.1, each forwarded to a port of an address that the machine answers
  /// for. If there is one, the machine has a network card, through which nothing else can be
  /// reached.
  var forwards: [(port: PortForward, address: String)] = []

  struct Drive {
    /// An open file, which QEMU inherits.
    let descriptor: Int32
    let isReadOnly: Bool
  }

  /// The serial port that also takes input; nil for none.
  var inputPort: Int?

  /// The command line of QEMU. It writes serial port n to descriptor 3 + n; those of the disks
  /// follow.
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

  /// Emulated processors wait for each other in loops with interrupts off. A busy host that runs
  /// only one of them makes the other wait for milliseconds each time. So unless the host has twice
  /// as many processors, they take turns in one thread, where a waiting processor gives up its
  /// turn.
  private var threads: [String] {
    processors > 1 && Self.hostProcessors < 2 * processors ? ["-accel", "tcg,thread=single"] : []
  }

  /// The disks. Their cache is unsafe, because only the complete copy at the end matters.
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

  /// The number of processors for a guest of that many vCPUs, but not more than the host has
  /// online, which would wait for each other. Xen shares them among the vCPUs.
  static func processors(for vcpus: Int) -> Int { min(vcpus, hostProcessors) }

  private static let hostProcessors = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

  /// Xen's options for all messages on the first serial port.
  static let consoleOptions = ["console=com1", "com1=115200,8n1"] + logOptions

  static let logOptions = ["loglvl=all", "guest_loglvl=all"]

  /// The text of a module for `-initrd`. A comma separates modules; a comma in the text is doubled.
  private static func moduleText(_ module: Module) -> String {
    ([module.name] + (module.arguments.isEmpty ? [] : [module.arguments])).joined(separator: " ")
      .split(separator: ",", omittingEmptySubsequences: false).joined(separator: ",,")
  }
}
