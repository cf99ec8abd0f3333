// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import GuestImage
import HypervisorLab
import Loaders

extension BootRequest.Mode: ExpressibleByArgument {
  /// The first way to run the image in which its loader would take it, on a Xen that runs every
  /// kind of guest; `pv` when there is none, so that the real one says why.
  static func suited(to path: String, as role: BootCommand.Role) -> BootRequest.Mode {
    // Standard input can be read once only; the lab refuses it.
    guard path != "-", let image = try? GuestImage.open(path: path),
      let role = DomainRole(rawValue: role.rawValue)
    else { return .pv }
    let verdicts = Loaders.verdicts(
      on: image, modes: GuestMode.kernels + [.hvm], roles: [role], target: Target(pv32: true))
    let accepted = verdicts.first { $0.accepts }
    return accepted.flatMap { BootRequest.Mode(rawValue: $0.mode.rawValue) } ?? .pv
  }
}
