// SPDX-License-Identifier: Apache-2.0

/// The configuration of the domain for xl, in the syntax of xl.cfg(5).
struct DomainConfig {
  static let name = "guest"
  static let shim = "guest/xen-shim"

  let request: BootRequest
  /// The number of the domain among those of the dom0, from 0.
  var number = 0
  /// The number of disks of the domains before it.
  var firstDisk = 0

  /// The place of this configuration in the dom0.
  var path: String { folder + "config" }
  var kernel: String { folder + "kernel" }
  var initrd: String { folder + "initrd" }

  /// The files of the domain, where the script looks for them.
  private var folder: String { "guests/\(number)/" }

  /// The text of the file. The domain is preserved when it ends, so that its state can be read.
  func text() throws(LabError) -> String {
    let common = [
      ("name", "\"\(Self.name)\""), ("type", "\"\(type)\""),
      ("memory", String(request.memory)),
      ("maxmem", String(request.maxMemory ?? request.memory)),
      ("vcpus", String(request.vcpus)), ("maxvcpus", String(request.maxVcpus ?? request.vcpus)),
      ("on_poweroff", "\"preserve\""), ("on_reboot", "\"preserve\""),
      ("on_crash", "\"preserve\""),
    ]
    let image =
      switch request.mode {
      case .hvm: firmware
      case .shim: try kernelSettings() + Self.shimOptions
      case .pv, .pvh: try kernelSettings()
      }
    return (common + image + devices).map { "\($0) = \($1)\n" }.joined()
  }

  private var devices: [(String, String)] {
    let disks = request.disks.enumerated().map { number, disk in
      "\"format=raw,backendtype=phy,vdev=\(DiskName.guest(number)),"
        + "access=\(disk.isReadOnly ? "ro" : "rw"),target=/dev/\(DiskName.dom0(firstDisk + number))\""
    }
    let cards = (0..<request.cards).map { number in
      "\"mac=\(Network.hardwareAddress(card: number)),bridge=\(Network.bridgeName)\""
    }
    return [("disk", disks), ("vif", cards)].filter { !$0.1.isEmpty }
      .map { ($0.0, "[" + $0.1.joined(separator: ", ") + "]") }
  }

  /// Options for the shim, with the same log level as Xen's.
  private static let shimOptions = [
    ("pvshim", "1"), ("pvshim_path", "\"/\(shim)\""),
    ("pvshim_extra", "\"\(Machine.logOptions.joined(separator: " "))\""),
  ]

  private var type: String {
    (request.mode == .shim ? .pvh : request.mode).rawValue
  }

  private func kernelSettings() throws(LabError) -> [(String, String)] {
    let ramdisk = request.initrd.map { _ in [("ramdisk", "\"/\(initrd)\"")] } ?? []
    return [("kernel", "\"/\(kernel)\""), ("cmdline", try Self.quoted(request.append))] + ramdisk
  }

  /// The only device model from which xl expects no more than a state in the store.
  private var firmware: [(String, String)] {
    [
      ("firmware_override", "\"/\(kernel)\""),
      ("device_model_version", "\"qemu-xen-traditional\""),
      ("device_model_override", "\"/\(DeviceModel.path)\""), ("vga", "\"none\""), ("vnc", "0"),
    ]
  }

  /// Quotes a string. A string cannot contain its own quotation mark, and a backslash is doubled.
  /// Source: xlu__cfgl_dequote (tools/libs/util/libxlu_cfg.c@4.17), libxlu_cfg_l.l.
  static func quoted(_ text: String) throws(LabError) -> String {
    let mark = text.contains("\"") ? "'" : "\""
    guard !text.contains(mark), !text.contains("\n") else {
      throw .dom0Failed("xl cannot take a command line with both quotation marks or a new line")
    }
    let parts = text.split(separator: "\\", omittingEmptySubsequences: false)
    return mark + parts.joined(separator: "\\\\") + mark
  }
}
