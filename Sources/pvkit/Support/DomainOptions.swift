// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import HypervisorABI
import Loaders

/// The options of the loaders' models: for the hypervisor and the domain.
struct DomainOptions: ParsableArguments {
  @Flag(name: .customLong("pv32"), help: "Assume a hypervisor that runs 32-bit PV guests.")
  var pv32 = false

  @Option(
    help: "The memory of the domain that is built, with its unit: 64M, 1G. (default: 512M)",
    transform: DomainOptions.memory)
  var memory = ByteCount(Int(Target.standardMemory) << 20, text: "\(Target.standardMemory)M")

  /// The physical address space of an x86 processor, in bytes.
  private static let mostMemory = 1 << 52

  static func memory(_ text: String) throws -> ByteCount {
    guard let count = ByteCount(argument: text), (1 << 20...mostMemory).contains(count.bytes) else {
      throw ValidationError(
        "expected 1M to \(mostMemory >> 40)T with its unit, such as 512M, 1G or 1T")
    }
    return count
  }

  func target(in release: XenRelease) -> Target {
    Target(xen: release, pv32: pv32, memory: UInt64(memory.bytes >> 20))
  }
}
