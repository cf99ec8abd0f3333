// SPDX-License-Identifier: Apache-2.0

/// Requests to a device model. Source: public/hvm/ioreq.h, 3.0.0 to 4.22.
extension ConstantGroup {
  /// Directions, types and states of an ioreq.
  public static let ioRequests = ConstantGroup(
    "directions, types and states of an ioreq", "hvm/ioreq.h",
    [
      Constant("IOREQ_READ", 1),
      Constant("IOREQ_WRITE", 0),
      Constant("STATE_IOREQ_NONE", 0, since: .v3_0_4),
      Constant("STATE_IOREQ_READY", 1),
      Constant("STATE_IOREQ_INPROCESS", 2),
      Constant("STATE_IORESP_READY", 3),
      Constant("IOREQ_TYPE_PIO", 0),
      Constant("IOREQ_TYPE_COPY", 1),
      Constant("IOREQ_TYPE_PCI_CONFIG", 2, since: .v4_5),
      Constant("IOREQ_TYPE_TIMEOFFSET", 7, since: .v3_1),
      Constant("IOREQ_TYPE_INVALIDATE", 8, since: .v3_1),
      Constant("IOREQ_BUFFER_SLOT_NUM", 80, since: .v3_0_3, until: .v3_2),
      Constant("IOREQ_BUFFER_SLOT_NUM", 511, since: .v3_2),
      Constant("IOREQ_TYPE_AND", 2, until: .v3_3),
      Constant("IOREQ_TYPE_OR", 3, until: .v3_3),
      Constant("IOREQ_TYPE_XOR", 4, until: .v3_3),
      Constant("IOREQ_TYPE_XCHG", 5, since: .v3_0_3, until: .v3_3),
      Constant("IOREQ_TYPE_ADD", 6, since: .v3_0_4, until: .v3_3),
      Constant("IOREQ_TYPE_SUB", 9, since: .v3_1, until: .v3_3),
      Constant("STATE_INVALID", 0, until: .v3_0_4),
      Constant("STATE_IORESP_HOOK", 4, until: .v3_0_3),
    ])

  /// Ports of the emulated ACPI registers.
  public static let acpiPorts = ConstantGroup(
    "ports of the emulated ACPI registers", "hvm/ioreq.h",
    [
      Constant("ACPI_PM1A_EVT_BLK_ADDRESS_V0", hex: 0x1f40, since: .v4_1),
      Constant("ACPI_PM1A_CNT_BLK_ADDRESS_V0", hex: 0x1f44, since: .v4_1),
      Constant("ACPI_PM_TMR_BLK_ADDRESS_V0", hex: 0x1f48, since: .v4_1),
      Constant("ACPI_GPE0_BLK_ADDRESS_V0", hex: 0x1f68, since: .v4_1),
      Constant("ACPI_GPE0_BLK_LEN_V0", hex: 0x8, since: .v4_1),
      Constant("ACPI_PM1A_EVT_BLK_ADDRESS_V1", hex: 0xb000, since: .v4_1),
      Constant("ACPI_PM1A_CNT_BLK_ADDRESS_V1", hex: 0xb004, since: .v4_1),
      Constant("ACPI_PM_TMR_BLK_ADDRESS_V1", hex: 0xb008, since: .v4_1),
      Constant("ACPI_GPE0_BLK_ADDRESS_V1", hex: 0xafe0, since: .v4_1),
      Constant("ACPI_GPE0_BLK_LEN_V1", hex: 0x4, since: .v4_1),
      Constant("ACPI_PM1A_EVT_BLK_ADDRESS", hex: 0x1f40, since: .v3_0_4),
      Constant("ACPI_PM1A_CNT_BLK_ADDRESS", hex: 0x1f44, since: .v3_0_4),
      Constant("ACPI_PM_TMR_BLK_ADDRESS", hex: 0x1f48, since: .v3_0_4),
      Constant("ACPI_GPE0_BLK_ADDRESS", hex: 0x1f68, since: .v3_3),
      Constant("ACPI_GPE0_BLK_LEN", hex: 0x8, since: .v3_3),
    ])
}
