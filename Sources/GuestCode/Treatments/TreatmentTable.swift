// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Instructions

/// The rows for one release and role, indexed for fast look-up.
struct TreatmentTable: Sendable {
  private let rows: [Treatment?]

  init(_ release: XenRelease, _ role: DomainRole) {
    rows = InstructionClass.allCases.map { Treatment.of($0, in: release, role: role) }
  }

  /// The row for a class; nil if a PV kernel may execute the instruction unchanged.
  subscript(_ kind: InstructionClass) -> Treatment? {
    let index = Int(kind.rawValue)
    return rows.indices.contains(index) ? rows[index] : nil
  }
}
