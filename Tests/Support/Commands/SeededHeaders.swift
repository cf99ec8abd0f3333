// SPDX-License-Identifier: Apache-2.0

/// Debian's headers of Linux with a single fault: a few words of a header are replaced.
public enum SeededHeaders {
  public struct Fault: Sendable, CustomStringConvertible {
    public let description: String
    let header: String
    let words: String
    let instead: String
  }

  public static let moved = Fault(
    description: "moved", header: "xen.h", words: "unsigned long nr_pages;",
    instead: "unsigned long nothing; unsigned long nr_pages;")
  public static let resized = Fault(
    description: "resized", header: "sched.h", words: "uint64_t timeout;",
    instead: "uint32_t timeout;")
  public static let swapped = Fault(
    description: "swapped", header: "event_channel.h",
    words: "evtchn_port_t remote_port;\n\t/* OUT parameters. */\n\tevtchn_port_t local_port;",
    instead: "evtchn_port_t local_port;\n\tevtchn_port_t remote_port;")
  public static let constant = Fault(
    description: "constant", header: "sched.h", words: "#define SCHEDOP_poll        3",
    instead: "#define SCHEDOP_poll 4")
  public static let number = Fault(
    description: "number", header: "xen.h",
    words: "#define __HYPERVISOR_event_channel_op     32",
    instead: "#define __HYPERVISOR_event_channel_op 33")

  /// Calls `body` with a copy of the headers that contains the fault.
  public static func with<R>(_ fault: Fault?, _ body: (String) throws -> R) throws -> R {
    try Places.withScratchFolder { folder in
      let tree = try DebianImages.linuxHeaders()
      let parts = ["include/xen", "arch/x86/include/asm"]
      for part in parts {
        try run(["mkdir", "-p", "\(folder)/\(part)"])
        try run(["cp", "-r", "\(tree)/\(part)/.", "\(folder)/\(part)"])
      }
      if let fault { try change("\(folder)/include/xen/interface/\(fault.header)", fault) }
      return try body(folder)
    }
  }

  private static func change(_ path: String, _ fault: Fault) throws {
    let text = try Command.run(["cat", path]).output
    let changed = text.replacing(fault.words, with: fault.instead, maxReplacements: 1)
    guard changed != text else { throw Missing(what: "`\(fault.words)` in \(path)") }
    try run(["cp", "/dev/stdin", path], input: changed)
  }

  private static func run(_ command: [String], input: String = "") throws {
    let result = try Command.run(command, input: Array(input.utf8))
    guard result.status == 0 else { throw Missing(what: "\(command): \(result.errors)") }
  }
}
