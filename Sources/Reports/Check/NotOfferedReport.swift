// SPDX-License-Identifier: Apache-2.0

import Checks
import HypervisorABI
import Loaders

/// A mode that was not checked, because the image does not offer it or no loader for the role
/// builds such guests in the release.
public struct NotOfferedReport: Encodable, Sendable {
  /// `pv` or `pvh`.
  public let mode: GuestMode
  /// `domU` or `dom0`.
  public let role: DomainRole
  /// The reason: `no PHYS32_ENTRY note`.
  public let reason: String

  /// The usual modes for which there is no verdict.
  static func all(
    _ offer: GuestOffer, _ verdicts: [Verdict], _ roles: [DomainRole], _ release: XenRelease
  ) -> [NotOfferedReport] {
    roles.flatMap { role in
      GuestMode.kernels.compactMap { mode -> NotOfferedReport? in
        if verdicts.contains(where: { $0.mode == mode && $0.role == role }) { return nil }
        let lack =
          offer.modes.contains(mode) ? Loaders.lack(of: mode, role: role, in: release) : nil
        let reason = lack ?? GuestOffer.lack(of: mode)
        return NotOfferedReport(mode: mode, role: role, reason: reason)
      }
    }
  }
}
