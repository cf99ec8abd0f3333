// SPDX-License-Identifier: Apache-2.0

/// States of the file system interface that 3.3 introduced. Source: public/io/fsif.h, 3.3 to 4.22.
extension ConstantGroup {
  /// States of the two ends of fsif.
  public static let fileTexts = ConstantGroup(
    "states of fsif's ends", "io/fsif.h",
    [
      Constant("STATE_INITIALISED", text: "init", since: .v3_3),
      Constant("STATE_READY", text: "ready", since: .v3_3),
      Constant("STATE_CLOSING", text: "closing", since: .v3_4),
      Constant("STATE_CLOSED", text: "closed", since: .v3_4),
    ])
}
