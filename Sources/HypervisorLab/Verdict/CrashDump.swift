// SPDX-License-Identifier: Apache-2.0

/// Parses the lines of a register dump.
enum CrashDump {
  /// Whether a line comes after the registers.
  static func endsRegisters(_ line: String) -> Bool {
    ["Guest stack trace", "Xen stack trace", "Xen code around", "Xen call trace"]
      .contains { line.hasPrefix($0) } || isVerdict(line)
  }

  private static func isVerdict(_ line: String) -> Bool { line.hasPrefix("Hardware Dom") }

  /// The registers of lines such as `rax: 0000000000000000   rbx: …`,
  /// `RIP:    e033:[<ffffffff80101011>]` and `RFLAGS: … CONTEXT: …`.
  static func registers(of line: String) -> [CrashReport.Register] {
    if let address = instructionPointer(line) { return [.init(name: "rip", value: address)] }
    let words = line.split(separator: " ")
    return zip(words, words.dropFirst()).compactMap { name, value in
      // Segment selectors have 4 digits, the rest 16. `EM: 1` and `CPU: 0` are not registers.
      guard name.hasSuffix(":"), value.count >= 4, let number = UInt64(value, radix: 16) else {
        return nil
      }
      return .init(name: name.dropLast().lowercased(), value: number)
    }
  }

  private static func instructionPointer(_ line: String) -> UInt64? {
    guard line.hasPrefix("RIP:"), let open = line.firstIndex(of: "<"),
      let close = line.firstIndex(of: ">"), open < close
    else { return nil }
    return UInt64(line[line.index(after: open)..<close], radix: 16)
  }

  /// The context and the vCPU of a line such as `… CONTEXT: pv guest (d0v0)`.
  static func context(of line: String) -> (String, String?)? {
    let parts = line.split(separator: "CONTEXT: ", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let words = parts[1].split(separator: "(", maxSplits: 1)
    let vcpu = words.count == 2 ? String(words[1].prefix { $0 != ")" }) : nil
    return (String(words.first ?? "").trimmed, vcpu)
  }

  /// Prefixes of Xen's messages about a fault. Source: arch/x86/traps.c, x86_64/entry.S,
  /// common/domain.c, arch/x86/hvm/hvm.c, arch/x86/mm.c @4.17.
  private static let causeBeginnings = [
    "d", "Unhandled", "Pagetable walk", " L", "Faulting linear address", "Domain ", "vmexit",
  ]

  /// The lines directly before the dump that describe the fault, the oldest first.
  static func causes(before header: Int, in log: [String]) -> [String] {
    log[..<header].reversed().prefix(8)
      .prefix { line in causeBeginnings.contains { line.hasPrefix($0) } }
      .reversed().map(\.trimmed)
  }

  /// The 16-digit words in the rows after `Guest stack trace from rsp=…`.
  static func stack(after end: Int, in log: [String]) -> [UInt64] {
    guard end < log.endIndex, log[end].contains("stack trace") else { return [] }
    return log[(end + 1)...].prefix { $0.hasPrefix("   ") }
      .flatMap { $0.split(separator: " ").compactMap { UInt64($0, radix: 16) } }
  }
}

extension String {
  /// Without blanks at both ends.
  var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
