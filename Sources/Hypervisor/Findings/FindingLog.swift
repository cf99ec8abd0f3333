// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage

/// What was found so far: each rule once a place.
final class FindingLog {
  private(set) var findings: [RunFinding] = []
  private var known: [Key: Int] = [:]
  private let elf: ElfFile
  private let suppressed: [String]
  /// More than this many are no reading matter.
  private static let most = 256

  /// Where the stubs of the hypercalls are.
  let hypercallPage: Range<UInt64>?

  private struct Key: Hashable {
    let rule: RunRule
    let address: UInt64
  }

  init(_ kernel: GuestKernel, _ request: RunRequest) {
    elf = kernel.elf
    suppressed = request.suppressed
    hypercallPage = kernel.parameters.hypercallPage.map { $0..<$0 + 4096 }
  }

  /// - Returns: the finding, when it is the first of its place.
  func add(
    _ rule: RunRule, _ severity: Severity, _ message: String, at address: UInt64,
    time: UInt64
  ) -> RunFinding? {
    let key = Key(rule: rule, address: address)
    if let index = known[key] {
      findings[index].count += 1
      return nil
    }
    let symbol = symbol(at: address)
    if let symbol, suppressed.contains(where: { matches(symbol, $0) }) { return nil }
    guard findings.count < Self.most else { return nil }
    known[key] = findings.count
    let finding = RunFinding(
      rule: rule, severity: severity, message: message, address: address, symbol: symbol,
      time: time)
    findings.append(finding)
    return finding
  }

  /// A name, or its beginning before a star.
  private func matches(_ symbol: String, _ pattern: String) -> Bool {
    let name = symbol.prefix { $0 != "+" }
    return pattern.hasSuffix("*") ? name.hasPrefix(pattern.dropLast()) : name == pattern
  }

  func symbol(at address: UInt64) -> String? {
    elf.symbol(at: address).map {
      $0.offset == 0 ? $0.name : "\($0.name)+\(hex($0.offset))"
    }
  }

  /// A line of the trace.
  func line(_ time: UInt64, _ text: String, _ address: UInt64) -> String {
    let place = symbol(at: address) ?? hex(address)
    return "\(line(now: time, text))  at \(place)"
  }

  func line(now time: UInt64, _ text: String) -> String {
    let microseconds = (time - Clock.start) / 1000
    let seconds = microseconds / 1_000_000
    let rest = String(microseconds % 1_000_000)
    return "[\(seconds).\(String(repeating: "0", count: 6 - rest.count))\(rest)] \(text)"
  }
}
