// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import HypervisorABI

/// The kinds of guest of `--mode`: one, all, or those that the image offers.
enum ModeChoice: String, ExpressibleByArgument, CaseIterable {
  case pv, pvh, hvm, shim, all, offered

  /// Nil for those that the image offers.
  var modes: [GuestMode]? {
    if self == .offered { return nil }
    return GuestMode(rawValue: rawValue).map { [$0] } ?? GuestMode.kernels
  }
}

/// The domains of `--role`: one or all.
enum RoleChoice: String, ExpressibleByArgument, CaseIterable {
  case domU, dom0, all

  var roles: [DomainRole] { DomainRole(rawValue: rawValue).map { [$0] } ?? DomainRole.allCases }
}
