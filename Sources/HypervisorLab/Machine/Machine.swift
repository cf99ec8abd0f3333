// SPDX-License-Identifier: Apache-2.0

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
  /// The processor's family: QEMU's own is a K8, on which Xen sets a bit of the MSR HWCR. As PV shim
  /// it may not, and dies; of family 16 it does not try.
  var family = 15
  /// A PVH dom0 needs an IOMMU.
  var iommu = false
  /// The machine's time is counted in instructions.
  var countsInstructions = false
  /// Serial ports; the first is Xen's console.
  var serialPorts = 1

  /// QEMU writes serial port n to descriptor 3 + n.
  var command: [String] {
    let chipset = iommu ? ["-M", "q35", "-device", "amd-iommu"] : []
    let serial = (0..<serialPorts).flatMap { ["-serial", "file:/dev/fd/\($0 + 3)"] }
    return [qemu, "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot"]
      // Linux 6.1 dies as a PV dom0 on `-cpu max`; SVM with nested paging runs PVH guests.
      + ["-cpu", "qemu64,+svm,+npt,family=\(family)", "-m", String(memory)] + chipset + serial
      + (countsInstructions ? ["-icount", "shift=0,sleep=off"] : [])
      + ["-kernel", hypervisor, "-append", options.joined(separator: " ")]
      + (modules.isEmpty ? [] : ["-initrd", modules.map(Self.moduleText).joined(separator: ",")])
  }

  /// Xen on the first serial port, and every line that it has to say.
  static let consoleOptions = ["console=com1", "com1=115200,8n1"] + logOptions

  static let logOptions = ["loglvl=all", "guest_loglvl=all"]

  /// A comma separates modules; two stand for one.
  private static func moduleText(_ module: Module) -> String {
    ([module.name] + (module.arguments.isEmpty ? [] : [module.arguments])).joined(separator: " ")
      .split(separator: ",", omittingEmptySubsequences: false).joined(separator: ",,")
  }
}
