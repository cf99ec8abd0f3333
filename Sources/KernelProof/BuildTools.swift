// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc
import HypervisorLab

/// The programs that build and compare a kernel, each with its Debian package.
enum BuildTools {
  private static let programs = [
    ("make", "make"), ("gcc", "gcc"), ("ld", "binutils"), ("objcopy", "binutils"),
    ("gzip", "gzip"), ("diff", "diffutils"), ("setpriv", "util-linux"),
  ]

  /// The packages of missing programs, including those for booting the roles.
  ///
  /// - Parameter tree: the kernel's source tree; later releases need bc for their constants.
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
