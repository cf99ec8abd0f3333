// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import HypervisorABI
import HypervisorLab

/// The devices of a domU.
struct DeviceOptions: ParsableArguments {
  @Option(
    name: .customLong("disk"),
    help: ArgumentHelp(
      "A raw disk image for a domU, as xvda; may be repeated (xvdb and so on).",
      valueName: "file[,ro]"),
    completion: .file())
  var disks: [Disk] = []

  @Flag(help: "A network card for a domU, on a bridge of its dom0; may be repeated.")
  var net: Int

  func check(_ role: DomainRole) throws {
    guard role == .dom0 else { return }
    for (option, isGiven) in [("disk", !disks.isEmpty), ("net", net > 0)] where isGiven {
      throw ValidationError("--\(option) is for a domU: --role domU")
    }
  }

  func validate() throws {
    guard disks.count <= Disk.most else {
      throw ValidationError("--disk: expected at most \(Disk.most) disks")
    }
    guard net <= Network.mostCards else {
      throw ValidationError("--net: expected at most \(Network.mostCards) cards")
    }
  }
}

/// TCP ports of the host that are forwarded to a domU.
struct ForwardOptions: ParsableArguments {
  @Option(
    name: .customLong("forward"),
    help: ArgumentHelp(
      "A port of 127.0.0.1 that leads to a TCP port of a domU with --net. With 0, a free port is "
        + "chosen and printed. May be repeated.", valueName: "port:guest-port"))
  var forwards: [PortForward] = []

  func check(_ role: DomainRole, cards: Int) throws {
    guard !forwards.isEmpty else { return }
    if role == .dom0 { throw ValidationError("--forward is for a domU: --role domU") }
    if cards == 0 { throw ValidationError("--forward needs --net") }
  }
}

extension Disk: ExpressibleByArgument {
  /// `FILE` or `FILE,ro`. A file whose name ends in `,ro` is given as `FILE,ro,rw`.
  public init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    let isMode = parts.count > 1 && ["ro", "rw"].contains(parts.last)
    let path = isMode ? parts.dropLast().joined(separator: ",") : argument
    guard !path.isEmpty else { return nil }
    self.init(path: path, isReadOnly: isMode && parts.last == "ro")
  }
}

extension PortForward: ExpressibleByArgument {
  /// `8022:22`: the port of the host, and that of the guest.
  public init?(argument: String) {
    let ports = argument.split(separator: ":", omittingEmptySubsequences: false).map { UInt16($0) }
    guard ports.count == 2, let host = ports[0], let guest = ports[1], guest > 0 else { return nil }
    self.init(host: host, guest: guest)
  }
}
