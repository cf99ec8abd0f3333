// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Counts the hypercalls and commands that a guest uses.
public struct Coverage: Sendable {
  private var calls: [UInt64: Int] = [:]

  private static func key(_ number: Int, _ command: UInt64) -> UInt64 {
    UInt64(number) << 32 | command & 0xffff_ffff
  }

  mutating func count(_ request: HypercallRequest) {
    let number = min(max(request.number, 0), 0xffff)
    count(Self.key(number, Self.withCommand.contains(number) ? request[0] : 0))
  }

  /// The most distinct keys, more than there are calls and commands: it limits a guest that invents
  /// numbers.
  private static let mostKinds = 4096

  private mutating func count(_ key: UInt64) {
    guard calls.count < Self.mostKinds || calls[key] != nil else { return }
    calls[key, default: 0] += 1
  }

  mutating func count(_ name: String, _ command: UInt64, _ interface: Interface) {
    count(Self.key(Self.extended, command | 1 << 31))
  }

  private static let extended = Hypercall.named("mmuext_op")?.number ?? 0

  /// Hypercalls whose first argument is a command.
  private static let withCommand = Set(
    Hypercall.all.filter { call in
      call.commands != nil && call.arguments.first.map { !$0.type.hasSuffix("*") } ?? false
        && call.arguments.first?.name != "va"
    }.map(\.number))

  /// The name and the count of each hypercall and command that was used.
  public func lines(in release: XenRelease) -> [(name: String, count: Int)] {
    calls.sorted { $0.key < $1.key }.map { key, count in
      let number = Int(key >> 32)
      let command = Int(key & 0x7fff_ffff)
      let call = Hypercall.number(number)
      var name = call.flatMap { $0.name(in: release) ?? $0.name } ?? "number \(number)"
      let isExtended = key & 1 << 31 != 0 && number == Self.extended
      if Self.withCommand.contains(number) || isExtended, let group = call?.commands {
        name += " " + (group.constant(command, in: release)?.name ?? String(command))
      }
      return (name, count)
    }
  }
}
