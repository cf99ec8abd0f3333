// SPDX-License-Identifier: Apache-2.0

import Base
import Instructions

/// An instruction that a PV guest cannot simply execute.
public struct CodeSite: Sendable {
  /// The region that contains it, as an index into `CodeScan.regions`.
  public let region: Int
  /// Its offset in the region, in bytes.
  public let offset: Int
  /// Its length in bytes.
  public let length: Int
  /// The class of the instruction.
  public let kind: InstructionClass
  /// Whether a PV guest reaches it.
  public internal(set) var reach: Reach
  /// What Xen does with it.
  public let treatment: Treatment
  /// The severity that a user has chosen; nil if none has.
  public internal(set) var chosen: Severity?

  /// The severity here. It is a note where a fault is expected and where reachability is undecided.
  public var severity: Severity {
    if let chosen { return chosen }
    return switch reach {
    case .plain: treatment.severity
    // Code written for PV guests is taken to meet the conditions.
    case .guest: treatment.severity == .error ? .error : .note
    default: .note
    }
  }
}
