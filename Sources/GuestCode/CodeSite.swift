// SPDX-License-Identifier: Apache-2.0

import Base
import Instructions

/// An instruction that a PV guest cannot simply execute.
public struct CodeSite: Sendable {
  /// The region that it is in: its place in `CodeScan.regions`.
  public let region: Int
  /// Where it begins in the region, in bytes.
  public let offset: Int
  /// Its bytes.
  public let length: Int
  /// What it is.
  public let kind: InstructionClass
  /// Whether a PV guest gets there.
  public internal(set) var reach: Reach
  /// What Xen does with it.
  public let treatment: Treatment
  /// How bad somebody takes it to be; nil where nobody has said so.
  public internal(set) var chosen: Severity?

  /// How bad it is here: what is expected to fault, and what nothing can be told of, is a note.
  public var severity: Severity {
    if let chosen { return chosen }
    return switch reach {
    case .plain: treatment.severity
    // Whoever wrote it for guests has seen to the conditions.
    case .guest: treatment.severity == .error ? .error : .note
    default: .note
    }
  }
}
