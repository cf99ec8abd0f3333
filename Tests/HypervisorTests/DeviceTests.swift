// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

import Commands
import Foundation
import GuestImage
import Hypervisor
import HypervisorABI
import Testing

/// The drivers of the generated guest on the model's back ends print the same lines as on the back
/// ends of a real Xen (HypervisorLabTests).
@Suite struct DeviceTests {
  /// Calls `body` with a disk of that many sectors, each filled with its own number.
  private func withDisk<T>(
    _ sectors: Int, isReadOnly: Bool = false, _ body: (RunDisk) throws -> T
  ) throws -> T {
    try Places.withScratchFolder { folder in
      let path = folder + "/disk.img"
      let bytes = (0..<sectors).flatMap {
        Array(repeating: UInt8(truncatingIfNeeded: $0), count: 512)
      }
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      let file = open(path, O_RDWR)
      defer { close(file) }
      return try body(
        RunDisk(descriptor: file, size: sectors * 512, isReadOnly: isReadOnly))
    }
  }

  private static let card = RunCard(
    hardwareAddress: "00:16:3e:00:00:01", address: "10.0.2.15", peers: ["10.0.2.1", "10.0.2.2"])

  /// The hash that the guest computes of the first eight sectors.
  private func hash(_ sectors: Int) -> String {
    var value: UInt32 = 0
    for index in 0..<4096 { value = value &* 31 &+ UInt32(index / 512) }
    return "0x" + String(value, radix: 16)
  }

  @Test(arguments: ["3.0.0", "3.0.4", "3.1", "4.1", "4.17"])
  func aGuestUsesItsDiskAndItsCard(name: String) throws {
    let release = try #require(XenRelease(name))
    try checkDevices(
      release == .standard ? BuiltGuest.reference.get() : BuiltGuest.built(for: release), release)
  }

  /// Requests of 32 bits are laid out in another way.
  @Test(arguments: [("4.1", ""), ("3.0.0", ""), ("3.0.4", ""), ("3.2", " --no-pae")])
  func aGuestOf32BitsUsesThem(name: String, option: String) throws {
    let release = try #require(XenRelease(name))
    try checkDevices(BuiltGuest.built(for: release, BuiltGuest.i386 + option), release)
  }

  private func checkDevices(_ image: GuestImage, _ release: XenRelease) throws {
    let run = try withDisk(64) { disk in
      try BuiltGuest.run(image) {
        $0.role = .domU
        $0.release = release
        $0.disks = [disk]
        $0.cards = [Self.card]
      }
    }
    #expect(run.outcome == .shutdown(reason: "poweroff"))
    #expect(
      run.console.contains(
        "block front end: 64 sectors, status 0, hash of the first 8 \(hash(64)), closed 0"),
      "\(run.console)")
    #expect(
      run.console.contains(
        "ARP asked 1 times, bridge at fe:ff:ff:ff:ff:ff, closed 0, 0 grants held"))
    #expect(!run.console.contains("not ok"))
    #expect(!run.findings.contains { $0.rule == .backendRefused }, "\(run.findings)")
  }

  @Test(arguments: ["3.0.0", "3.0.2", "3.1", "4.17"], [2, 8])
  func aSecondVcpuRunsAndGoesDown(name: String, vcpus: Int) throws {
    let release = try #require(XenRelease(name))
    let image =
      try release == .standard ? BuiltGuest.reference.get() : BuiltGuest.built(for: release)
    try checkVcpus(image, release, vcpus)
  }

  @Test(arguments: [("4.17", ""), ("3.0.0", ""), ("3.0.2", ""), ("3.2", " --no-pae")])
  func aSecondVcpuOf32BitsRunsAndGoesDown(name: String, option: String) throws {
    let release = try #require(XenRelease(name))
    try checkVcpus(BuiltGuest.built(for: release, BuiltGuest.i386 + option), release, 3)
  }

  private func checkVcpus(_ image: GuestImage, _ release: XenRelease, _ vcpus: Int) throws {
    let run = try BuiltGuest.run(image) {
      $0.release = release
      $0.vcpus = vcpus
    }
    #expect(
      run.console.contains(
        "vcpu_op initialise: 0, again -17, up 0; the second vCPU ran and went down"),
      "\(run.console)")
    #expect(run.outcome == .shutdown(reason: "poweroff"))
  }
}
