// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// A role in which a kernel is booted.
public enum BootRole: String, Sendable, CaseIterable {
  case dom0, domU
  /// As domU on the PV shim.
  case shim
  /// Without Xen: the kernel is built a second time, with CONFIG_XEN off.
  case bare
}

/// What is to be proven, and with what.
public struct ProofRequest: Sendable {
  /// A vanilla tree, or one with the kit on it; it is not changed.
  public let tree: String
  public let architecture: Architecture
  public let roles: [BootRole]
  /// What is built: the path of a `KCONFIG_ALLCONFIG`.
  public let configuration: String
  /// The same for several vCPUs, beside it: `x86_64-smp`. Where there is none, they are not tried.
  var smpConfiguration: String {
    let folder = configuration.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return (folder + ["\(architecture.rawValue)-smp"]).joined(separator: "/")
  }
  /// For make; with two or more, roles are booted side by side.
  public let jobs: Int
  /// The sources of the stress program and the timings: Tests/Kernel.
  public let programs: String
  /// This very program, for its audit of the built kernel.
  public let pvkit: String
  /// Keep the copy of the tree, the kernel for Xen and the logs.
  public let keeps: Bool

  public init(
    tree: String, architecture: Architecture, roles: [BootRole], configuration: String, jobs: Int,
    programs: String, pvkit: String, keeps: Bool = false
  ) {
    (self.tree, self.architecture, self.roles) = (tree, architecture, roles)
    (self.configuration, self.jobs) = (configuration, jobs)
    (self.programs, self.pvkit, self.keeps) = (programs, pvkit, keeps)
  }
}
