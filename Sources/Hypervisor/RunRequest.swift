// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Loaders

/// The options of a run.
public struct RunRequest: Sendable {
  /// The modelled release of Xen.
  public var release = XenRelease.standard
  /// The role of the domain.
  public var role = DomainRole.dom0
  /// The memory of the domain in MiB.
  public var memory = 128
  /// The number of vCPUs, from 1 to `mostVcpus`.
  public var vcpus = 1
  /// The disks of a domU (xvda, xvdb, …) and its network cards.
  public var disks: [RunDisk] = []
  public var cards: [RunCard] = []
  /// Nanoseconds of work by guest and hypervisor after which the run ends; waiting does not count.
  public var limit: UInt64 = 300_000_000_000
  /// Whether a hypercall overwrites all registers that it may destroy.
  public var isStrict = false
  /// The topics of the trace.
  public var trace: Set<TraceTopic> = []

  /// Names of functions whose findings are suppressed; a star matches any rest of a name.
  public var suppressed: [String] = []

  public init() {}

  /// The most vCPUs of a domain.
  public static let mostVcpus = 8
}

/// A topic of the trace.
public enum TraceTopic: String, CaseIterable, Sendable {
  case hypercalls, events, pagetables, traps
}

/// How a run ended.
public enum RunOutcome: Equatable, Sendable {
  /// The guest shut down, with the reason by its name in the interface, such as `poweroff`.
  case shutdown(reason: String)
  /// Xen crashed the domain, with the reason.
  case crashed(String)
  /// The guest waits, and nothing is due that could wake it.
  case hung
  /// The time limit was reached.
  case limit
  /// The run was interrupted.
  case interrupted

  /// Whether a guest is expected to end like this.
  public var isGood: Bool {
    switch self {
    case .shutdown(let reason): reason == "poweroff" || reason == "reboot"
    default: false
    }
  }

  /// A description for reports.
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
