// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc
import HypervisorLab
import PatchEngine
import Synchronization
import SystemPackage

/// Boots a domU with disks and a network card that dom0 provides. One disk is written and read
/// back; writing to another one must fail; dom0 must answer pings; data that the host sends to a
/// port of the guest must come back. While a disk is in use, memory, a disk and the card are
/// removed and added again. In a second boot the domain is saved and restored.
struct DeviceBoot: Sendable {
  let boots: ProofBoots
  /// A domU, or one on the PV shim.
  let role: BootRole
  /// The path of the kernel.
  let kernel: String

  private static let port: UInt16 = 7
  private static let saves = 10
  /// Sizes in MiB: the disk that is written, the read-only disk, and the data sent over TCP.
  private static let sizes = (scratch: 200, readonly: 1, sent: 50)

  /// The commands that the test program requests, in its order: see `test_orders()` in
  /// Tests/Kernel/devices.c.
  private static let orders = [
    "mem-set guest 128", "mem-set guest 256", "block-detach guest xvdb",
    "block-attach guest phy:/dev/vdb,xvdb,r", "network-detach guest 0",
    "network-attach guest mac=\(Network.hardwareAddress(card: 0)),bridge=\(Network.bridgeName)",
  ]

  /// Whether a kernel with this configuration has the drivers.
  static func isOffered(by configuration: String) throws(FileError) -> Bool {
    Proof.offersDevices(try FilePath(named: configuration).read(limit: 16 << 20) ?? [])
  }

  /// - Returns: a summary of the tests.
  /// - Throws: `ProofFailure`, `LabError`.
  func boot() throws -> String {
    var request = try request("orders=yes echo=\(Self.port)")
    (request.xlCommands, request.moveAt) = (Self.orders, "^# order: ")
    request.forwards = [PortForward(host: 0, guest: Self.port)]
    let peer = EchoPeer(mebibytes: Self.sizes.sent)
    let lines = try boots.run(request, as: role, .devices, "devices") { peer.see($0) }.lines
    guard peer.isContent else {
      throw boots.failure(
        "what came back by TCP is not what was sent", of: role, "devices", lines)
    }
    let saved = try bootSaved()
    return "\(ProofBoots.good(lines + saved)) tests of disks and network\(role.place), "
      + "\(Self.sizes.scratch) MiB by disk, \(Self.sizes.sent) MiB by TCP each way, "
      + "saved and restored \(Self.saves) times"
  }

  private func bootSaved() throws -> [String] {
    var request = try request("saves=\(Self.saves)")
    (request.moves, request.moveAt) = ([.saveRestore], "^# save$")
    return try boots.run(request, as: role, .devices, "saves").lines
  }

  /// - Parameter words: the arguments for further tests, besides disks and card.
  private func request(_ words: String) throws -> BootRequest {
    var request = BootRequest(
      image: kernel, initrd: boots.directory.initrd("devices"),
      append:
        "console=hvc0 quiet scratch=202:0 readonly=202:16 address=\(Network.address(card: 0)) "
        + "peer=\(Network.bridge) \(words)",
      mode: role.mode, expect: ProofBoots.end, timeout: ProofBoots.limit, memory: 256)
    request.disks = try disks()
    request.cards = 1
    return request
  }

  private func disks() throws -> [Disk] {
    let paths = boots.directory.disks
    for (path, mebibytes) in zip(paths, [Self.sizes.scratch, Self.sizes.readonly]) {
      try boots.directory.write([UInt8](), to: path)
      guard FileName.with(path, { truncate($0, mebibytes << 20) }) == 0 else {
        throw ProofFailure("\(path): \(String(cString: strerror(errno)))")
      }
    }
    return [Disk(path: paths[0]), Disk(path: paths[1], isReadOnly: true)]
  }
}

/// The host's end of the TCP connection; it runs in its own thread once the guest listens.
private final class EchoPeer: Sendable {
  private enum State {
    case waiting(port: UInt16)
    case running
    case ended(isContent: Bool)
  }
  private let state = Mutex(State.waiting(port: 0))
  private let bytes: [UInt8]

  /// - Parameter mebibytes: the amount of data to send; every eight bytes are different.
  init(mebibytes: Int) {
    bytes = (1...UInt64(mebibytes) << 17).flatMap { word in
      withUnsafeBytes(of: word &* 0x9e37_79b9_7f4a_7c15) { Array($0) }
    }
  }

  func see(_ event: BootEvent) {
    switch event {
    case .forwarding(let forward): state.withLock { $0 = .waiting(port: forward.host) }
    case .line(let line) where line.text == "# listening": begin()
    default: break
    }
  }

  private func begin() {
    state.withLock { state in
      guard case .waiting(let port) = state else { return }
      let request = GuestRequest(
        port: port, bytes: bytes, answer: bytes.count, end: .whenAnswered)
      state = .running
      do {
        try Worker.start {
          let isContent = request.run() == self.bytes
          self.state.withLock { $0 = .ended(isContent: isContent) }
        }
      } catch { state = .ended(isContent: false) }
    }
  }

  /// Whether all data came back; waits until that is known.
  var isContent: Bool {
    while true {
      switch state.withLock({ $0 }) {
      case .waiting: return false
      case .running: usleep(10_000)
      case .ended(let isContent): return isContent
      }
    }
  }
}
