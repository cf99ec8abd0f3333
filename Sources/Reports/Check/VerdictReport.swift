// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI
import Loaders

/// One loader's word.
public struct VerdictReport: Codable, Sendable {
  /// `libxenguest`, `xen-dom0`.
  public let loader: String
  /// The loader's release: `4.17`.
  public let xen: String
  /// `pv` or `pvh`.
  public let mode: GuestMode
  /// `domU` or `dom0`.
  public let role: DomainRole
  /// The guest gets as far as its first instruction.
  public let accepts: Bool
  /// `accept`, `refuse` or `crash`: the loader reads or writes what does not belong to it, or never
  /// ends.
  public let outcome: Verdict.Outcome
  /// The capability that the guest needs: `xen-3.0-x86_64`; null when it was not found out.
  public let guestType: Nullable<String>
  /// Why it is refused, in the loader's own words; null when it is not.
  public let reason: Nullable<String>
  /// The first stable update of that release that accepts what it does not, or the other way round:
  /// `4.10.1`; null when none does.
  public let changedIn: Nullable<String>
  /// How serious a refusal is: `error`, or what the project file says; null of one that accepts, and where the
  /// refusal is suppressed or off.
  public let severity: Nullable<Severity>
  /// False where the release builds no such guests.
  var isBuilt = true

  private enum CodingKeys: CodingKey {
    case loader, xen, mode, role, accepts, outcome, guestType, reason, changedIn, severity
  }

  /// - Parameter refusal: how serious it is that the loader refuses; nil where nobody minds.
  init(_ verdict: Verdict, refusal: Severity? = .error) {
    severity = Nullable(verdict.accepts ? nil : refusal)
    isBuilt = verdict.isBuilt
    loader = verdict.loader
    xen = verdict.xen.description
    mode = verdict.mode
    role = verdict.role
    accepts = verdict.accepts
    outcome = verdict.outcome
    guestType = Nullable(verdict.guestType)
    reason = Nullable(verdict.reason)
    changedIn = Nullable(verdict.changedIn?.description)
  }
}
