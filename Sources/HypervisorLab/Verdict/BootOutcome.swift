// SPDX-License-Identifier: Apache-2.0

/// How a boot ended.
public enum BootOutcome: String, Sendable, CaseIterable, Encodable {
  /// The guest printed the expected text.
  case expected
  /// The guest powered itself off.
  case poweredOff = "powered-off"
  /// The guest asked for a reboot.
  case rebooted
  /// The guest crashed, or shut down for a reason other than poweroff or reboot.
  case crashed
  /// Xen or the toolstack refused to build the domain.
  case refused
  /// The toolstack could not save, restore or migrate the domain.
  case notMoved = "not-moved"
  /// The guest crashed Xen itself.
  case hypervisorCrashed = "hypervisor-crashed"
  /// None of these happened within the time limit.
  case timedOut = "timed-out"

  /// A clause for messages.
  public var sentence: String {
    switch self {
    case .expected: "the guest printed the expected text"
    case .poweredOff: "the guest powered off"
    case .rebooted: "the guest asked for a reboot"
    case .crashed: "the guest crashed"
    case .refused: "the guest was refused"
    case .notMoved: "the guest could not be moved to a new domain"
    case .hypervisorCrashed: "the hypervisor crashed"
    case .timedOut: "time out"
    }
  }

  /// Whether the guest ended the boot by itself.
  public var isClean: Bool { [.expected, .poweredOff, .rebooted].contains(self) }
}
