// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// A role in which a kernel is booted.
public enum BootRole: String, Sendable, CaseIterable {
  case dom0, domU
  /// A domU on the PV shim.
  case shim
  /// Without Xen: a second kernel is built with CONFIG_XEN off.
  case bare
}

/// What to prove, and with what.
public struct ProofRequest: Sendable {
  /// The path of the source tree, vanilla or with the kit applied; it is not modified.
  public let tree: String
  /// The architecture to build for.
  public let architecture: Architecture
  /// The roles to boot.
  public let roles: [BootRole]
  /// The path of the configuration, a `KCONFIG_ALLCONFIG`.
  public let configuration: String
  /// The configuration for several vCPUs in the same directory: `x86_64-smp` of the kit's port,
  /// `x86_64-mainline-smp` of mainline's own Xen code. If it does not exist, several vCPUs are not
  /// tested.
  var smpConfiguration: String {
    let path = configuration.split(separator: "/", omittingEmptySubsequences: false)
    let mainline = "\(architecture.rawValue)-mainline"
    let isMainline = path.last?.hasPrefix(mainline) ?? false
    let name = (isMainline ? mainline : architecture.rawValue) + "-smp"
    return (path.dropLast() + [name[...]]).joined(separator: "/")
  }
  /// The number of jobs for make; with two or more, roles are booted in parallel.
  public let jobs: Int
  /// The directory with the sources of the test programs: Tests/Kernel.
  public let programs: String
  /// The path of pvkit itself, which audits the built kernel.
  public let pvkit: String
  /// Whether to keep the copy of the tree, the kernel for Xen and the logs.
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
