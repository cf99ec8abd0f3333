// SPDX-License-Identifier: Apache-2.0

import AbiComparison
import Base

/// A minimal example for a rule of `pvkit abi verify`: C declarations, wrong and right. The tests
/// compile both with debugging information, and verify them.
public struct DeclarationExample: Sendable {
  public let wrong: String
  public let right: String
  /// The declarations of a recorded kernel; nil if the example is verified against a release.
  public let recorded: String?
  /// Whether the example is linked, so that its code can be scanned.
  public let isLinked: Bool

  init(wrong: String, right: String, recorded: String? = nil, isLinked: Bool = false) {
    (self.wrong, self.right) = (wrong, right)
    (self.recorded, self.isLinked) = (recorded, isLinked)
  }

  /// The example as text.
  var text: WrongAndRight {
    WrongAndRight(
      frame: "in a kernel's declarations"
        + (recorded == nil ? "" : ", compared with a snapshot of the right ones"),
      wrong: wrong, right: right)
  }
}

extension AbiCheckReport {
  /// The examples by rule id.
  public static let examples: [String: DeclarationExample] = {
    let kinds = memberExamples.map { (id(of: $0), $1) }
    let others = [
      (
        "constant-value",
        DeclarationExample(
          wrong: """
            enum xenbus_state { XenbusStateConnected = 5 } state;
            struct evtchn_send { unsigned int port; } send;
            """,
          right: """
            enum xenbus_state { XenbusStateConnected = 4 } state;
            struct evtchn_send { unsigned int port; } send;
            """)
      ), ("structure-missing", missingExample), ("hypercall-number", numberExample),
    ]
    return Dictionary(uniqueKeysWithValues: kinds + others)
  }()

  private static let memberExamples: KeyValuePairs<Difference.Kind, DeclarationExample> = [
    .moved: DeclarationExample(
      wrong: """
        struct sched_poll { void *ports; unsigned int nr_ports, timeout; } poll;
        """,
      right: """
        struct sched_poll { void *ports; unsigned int nr_ports; unsigned long long timeout; } poll;
        """),
    .swapped: DeclarationExample(
      wrong: "struct mmu_update { unsigned long val, ptr; } update;",
      right: "struct mmu_update { unsigned long ptr, val; } update;"),
    .resized: DeclarationExample(
      wrong: "struct evtchn_send { unsigned short port; } send;",
      right: "struct evtchn_send { unsigned int port; } send;"),
    .retyped: DeclarationExample(
      wrong: """
        struct multicall_entry { unsigned long op, result; double args[6]; } entry;
        """,
      right: """
        struct multicall_entry { unsigned long op, result; unsigned long args[6]; } entry;
        """),
    .stride: DeclarationExample(
      wrong: """
        struct multicall_entry { unsigned long op, result, args[6], mine; } entries[4];
        """,
      right: """
        struct multicall_entry { unsigned long op, result, args[6]; } entries[4];
        unsigned long mine[4];
        """),
    .overlapping: DeclarationExample(
      wrong: "struct evtchn_send { unsigned short low, high; } send;",
      right: "struct evtchn_send { unsigned int port; } send;"),
    .added: DeclarationExample(
      wrong: """
        struct hvm_info_table { /* of Xen 3.0.2 */
            char signature[8]; unsigned int length;
            unsigned char checksum, acpi_enabled, apic_enabled, pae_enabled;
            unsigned int nr_vcpus;
        } table;
        """,
      right: """
        struct hvm_info_table {
            char signature[8]; unsigned int length;
            unsigned char checksum, apic_mode;
            unsigned int nr_vcpus;
        } table;
        """),
  ]

  private static let missingExample: DeclarationExample = {
    let send = "struct evtchn_send { unsigned int port; } send;"
    let both = send + "\nstruct mmu_update { unsigned long ptr, val; } update;"
    return DeclarationExample(wrong: send, right: both, recorded: both)
  }()

  private static let numberExample: DeclarationExample = {
    func side(_ number: String) -> String {
      """
      struct evtchn_send { unsigned int port; } send;
      void _start(void) { __asm__ volatile("mov $\(number), %eax; syscall"); for (;;); }
      """
    }
    return DeclarationExample(wrong: side("90"), right: side("32"), isLinked: true)
  }()
}
