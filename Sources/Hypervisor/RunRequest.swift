// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Loaders

/// What a guest is to be run with.
public struct RunRequest: Sendable {
  /// The Xen that is played.
  public var release = XenRelease.standard
  public var role = DomainRole.dom0
  /// MiB of the domain.
  public var memory = 128
  /// 1 to `mostVcpus`.
  public var vcpus = 1
  /// Of a domU: xvda, xvdb and so on, and its network cards.
  public var disks: [RunDisk] = []
  public var cards: [RunCard] = []
  /// Nanoseconds that guest and hypervisor may work before the run is ended; waiting does not count.
  public var limit: UInt64 = 300_000_000_000
  /// Registers that a hypercall may destroy are destroyed.
  public var isStrict = false
  /// What each line of the trace is about.
  public var trace: Set<TraceTopic> = []

  /// Names of functions whose findings are right all the same; a star ends the beginning of one.
  public var suppressed: [String] = []

  public init() {}

  public static let mostVcpus = 8
}

/// What a trace tells.
public enum TraceTopic: String, CaseIterable, Sendable {
  case hypercalls, events, pagetables, traps
}

/// How a run ended.
public enum RunOutcome: Equatable, Sendable {
  /// The guest shut down; the reason by its name in the interface: `poweroff`.
  case shutdown(reason: String)
  /// Xen ended it, and why.
  case crashed(String)
  /// It waits, and nothing is due that could wake it.
  case hung
  /// It worked for as long as it might.
  case limit
  /// Somebody asked for the end.
  case interrupted

  /// Whether that is what a guest is expected to do.
  public var isGood: Bool {
    switch self {
    case .shutdown(let reason): reason == "poweroff" || reason == "reboot"
    default: false
    }
  }

  /// For people.
  public var words: String {
    switch self {
    case .shutdown("poweroff"): "the guest powered off"
    case .shutdown("reboot"): "the guest rebooted"
    case .shutdown("crash"): "the guest reported that it crashed"
    case .shutdown(let reason): "the guest shut down: \(reason)"
    case .crashed(let reason): "Xen crashed the domain: \(reason)"
    case .hung: "the guest waits for an event, and none is due"
    case .limit: "the guest was still at work when its time was up"
    case .interrupted: "interrupted"
    }
  }
}
