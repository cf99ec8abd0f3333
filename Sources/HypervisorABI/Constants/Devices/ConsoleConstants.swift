// SPDX-License-Identifier: Apache-2.0

/// State of the console's connection. Source: public/io/console.h, 4.21 to 4.22.
extension ConstantGroup {
  /// State of the console's connection.
  public static let consoleConnection = ConstantGroup(
    "state of the console's connection", "io/console.h",
    [
      Constant("XENCONSOLE_DISCONNECTED", 1, since: .v4_21),
      Constant("XENCONSOLE_CONNECTED", 0, since: .v4_21),
    ])
}
