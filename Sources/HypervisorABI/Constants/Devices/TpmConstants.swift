// SPDX-License-Identifier: Apache-2.0

/// States of a virtual TPM. Source: public/io/tpmif.h, 3.0.0 to 4.22.
extension ConstantGroup {
  /// States and sizes of a virtual TPM's page.
  public static let tpmStates = ConstantGroup(
    "states and sizes of a virtual TPM's page", "io/tpmif.h",
    [
      Constant("TPMIF_TX_RING_SIZE", 10, until: .v3_1),
      Constant("TPMIF_TX_RING_SIZE", 1, since: .v3_1),
      Constant("TPMIF_STATE_IDLE", 0, since: .v4_3),
      Constant("TPMIF_STATE_SUBMIT", 1, since: .v4_3),
      Constant("TPMIF_STATE_FINISH", 2, since: .v4_3),
      Constant("TPMIF_STATE_CANCEL", 3, since: .v4_3),
    ])
}
