// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import GuestImage
import HypervisorABI
import HypervisorLab
import Loaders

extension GuestMode: ExpressibleByArgument {
  /// A description of the guest: `PVH domU under SVM with nested paging`.
  func title(_ role: DomainRole) -> String {
    switch self {
    case .pv: "PV \(role.rawValue)"
    case .pvh, .hvm: "\(rawValue.uppercased()) \(role.rawValue) under SVM with nested paging"
    case .shim: "PV \(role.rawValue) on the PV shim under SVM with nested paging"
    }
  }

  /// The first mode in which a loader accepts the image; `pv` if there is none, so that the real
  /// loader reports the reason. A hypervisor given by the user is assumed to run every kind of
  /// guest; since Debian's does not, a domU that it cannot run gets the PV shim.
  static func suited(
    to path: String, limit: Int, as role: DomainRole, on hypervisor: String?
  ) -> GuestMode {
    // Standard input can be read only once; the lab refuses it.
    guard path != "-", let image = try? NamedImage(path).open(limit: limit)
    else { return .pv }
    let first = { (modes: [GuestMode], pv32: Bool) in
      let target = Target(pv32: pv32)
      let verdicts = Loaders.verdicts(on: image, modes: modes, roles: [role], target: target)
      return verdicts.first { $0.accepts }?.mode
    }
    if let mode = first(GuestMode.kernels, hypervisor != nil) { return mode }
    if let mode = first([.shim], false) { return mode }
    // Try this last: any 32-bit ELF file is accepted as firmware.
    return first([.hvm], false) ?? .pv
  }
}
