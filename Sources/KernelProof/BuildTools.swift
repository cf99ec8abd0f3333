// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc
import HypervisorLab

/// The programs by which a kernel is built and compared, each with the Debian package that has it.
enum BuildTools {
  private static let programs = [
    ("make", "make"), ("gcc", "gcc"), ("ld", "binutils"), ("objcopy", "binutils"),
    ("gzip", "gzip"), ("diff", "diffutils"), ("setpriv", "util-linux"),
  ]

  /// The packages of what is missing of them, and of what the roles are booted with.
  ///
  /// - Parameter tree: later releases calculate constants with bc.
  static func missing(tree: String, _ roles: [BootRole], _ lab: Lab) -> [String] {
    let needsBc = FileName.with(tree + "/kernel/time/timeconst.bc") { access($0, F_OK) == 0 }
    let needed = programs + (needsBc ? [("bc", "bc")] : [])
    let own = needed.filter { lab.places.program($0.0) == nil }.map(\.1)
    let booted = lab.missingPackages(
      xen: roles.contains { $0 != .bare },
      toolstack: roles.contains(.domU) || roles.contains(.shim))
    return (own + (roles.isEmpty ? [] : booted)).reduce(into: []) { packages, name in
      if !packages.contains(name) { packages.append(name) }
    }
  }
}
