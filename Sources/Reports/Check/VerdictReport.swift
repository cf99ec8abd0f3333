// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI
import Loaders

/// The verdict of one loader.
public struct VerdictReport: Codable, Sendable {
  /// The loader: `libxenguest`, `xen-dom0` or `xen-shim`.
  public let loader: String
  /// The loader's release: `4.17`.
  public let xen: String
  /// `pv`, `pvh`, `hvm` or `shim`.
  public let mode: GuestMode
  /// `domU` or `dom0`.
  public let role: DomainRole
  /// Whether the guest reaches its first instruction.
  public let accepts: Bool
  /// `accept`, `refuse` or `crash`: a crash means that the loader accesses memory that does not
  /// belong to it, or never ends.
  public let outcome: Verdict.Outcome
  /// The guest type: `xen-3.0-x86_64`; null if the loader did not determine it.
  public let guestType: Nullable<String>
  /// Why the loader refuses the image, in its own words; null if it accepts.
  public let reason: Nullable<String>
  /// The first stable update of the release with the opposite verdict: `4.10.1`; null if there is
  /// none.
  public let changedIn: Nullable<String>
  /// The severity of a refusal: `error`; null if the loader accepts, or the refusal is suppressed, or
  /// the release builds no guests of that mode, but another of the checked releases does.
  public internal(set) var severity: Nullable<Severity>
  /// False if the release builds no guests of that mode.
  var isBuilt = true

  private enum CodingKeys: CodingKey {
    case loader, xen, mode, role, accepts, outcome, guestType, reason, changedIn, severity
  }

  /// `accepts`, or the refusal with its reason: `refuses: no loader found`.
  var text: String { outcome.word + (reason.value.map { ": " + $0 } ?? "") }

  /// - Parameter refusal: the severity of a refusal; nil if it is suppressed.
  init(_ verdict: Verdict, refusal: Severity? = .error) {
    severity = Nullable(verdict.accepts ? nil : refusal)
    isBuilt = verdict.isBuilt
    loader = verdict.loader
    xen = verdict.xen.description
    mode = verdict.mode
    role = verdict.role
    accepts = verdict.accepts
    outcome = verdict.outcome
    guestType = Nullable(verdict.guestType?.rawValue)
    reason = Nullable(verdict.reason)
    changedIn = Nullable(verdict.changedIn?.description)
  }
}

extension Verdict.Outcome {
  /// The verb with the loader as its subject: `accepts`.
  var word: String {
    switch self {
    case .accept: "accepts"
    case .refuse: "refuses"
    case .crash: "crashes"
    }
  }
}
