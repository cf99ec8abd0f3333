// SPDX-License-Identifier: Apache-2.0

import Base
import GuestCode
import GuestImage

/// The findings of a run, each rule once for each address.
final class FindingLog {
  private(set) var findings: [RunFinding] = []
  private var known: [Key: Int] = [:]
  private let elf: ElfFile
  private let image: GuestImage
  /// Opened with the first finding, because that reads all of a kernel's DWARF.
  private lazy var lines = SourceLines(image)
  private let suppressed: [String]
  /// The most findings that are kept.
  private static let most = 256

  /// The addresses of the hypercall stubs.
  let hypercallPage: Range<UInt64>?

  private struct Key: Hashable {
    let rule: RunRule
    let address: UInt64
  }

  init(_ kernel: GuestKernel, _ request: RunRequest) {
    elf = kernel.elf
    image = kernel.image
    suppressed = request.suppressed
    hypercallPage = kernel.parameters.hypercallPage.map { $0..<$0 + 4096 }
  }

  /// Counts a finding.
  ///
  /// - Parameter isReturn: whether the address is that to which a call returns.
  /// - Returns: the finding if it is the first of that rule at that address; nil otherwise.
  func add(
    _ rule: RunRule, _ severity: Severity, _ message: String, at address: UInt64,
    isReturn: Bool, time: UInt64
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
      line: line(at: address, isReturn: isReturn), time: time)
    findings.append(finding)
    return finding
  }

  /// Whether a symbol matches a pattern: a name, or the start of one before a star.
  private func matches(_ symbol: String, _ pattern: String) -> Bool {
    let name = symbol.prefix { $0 != "+" }
    return pattern.hasSuffix("*") ? name.hasPrefix(pattern.dropLast()) : name == pattern
  }

  func symbol(at address: UInt64) -> String? {
    elf.symbol(at: address).map {
      $0.offset == 0 ? $0.name : "\($0.name)+\(hex($0.offset))"
    }
  }

  /// Whether the address is in the kernel's code.
  func isCode(_ address: UInt64) -> Bool { elf.isExecutable(at: address) }

  /// The source line of an instruction, or of the call that returns to an address.
  func line(at address: UInt64, isReturn: Bool) -> String? {
    lines?.line(at: isReturn ? address &- 1 : address)
  }

  /// A line of the trace, with the symbol of an address.
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
