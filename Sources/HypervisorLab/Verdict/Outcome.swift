// SPDX-License-Identifier: Apache-2.0

/// How a boot ended.
public enum Outcome: String, Sendable, CaseIterable, Encodable {
  /// The guest printed what was waited for.
  case expected
  /// The guest powered itself off.
  case poweredOff = "powered-off"
  /// The guest asked for a reboot.
  case rebooted
  /// The guest died, or gave a reason for its shutdown that is neither of the two above.
  case crashed
  /// Xen or the toolstack would not build the domain.
  case refused
  /// The toolstack could not save, restore or migrate the domain.
  case notMoved = "not-moved"
  /// Xen itself died of the guest.
  case hypervisorCrashed = "hypervisor-crashed"
  /// None of these within the time.
  case timedOut = "timed-out"

  /// What it is called in a sentence.
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

  /// Whether the guest itself brought the boot to its end.
  public var isClean: Bool { [.expected, .poweredOff, .rebooted].contains(self) }
}
