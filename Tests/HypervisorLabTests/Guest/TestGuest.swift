// SPDX-License-Identifier: Apache-2.0

import Commands

/// guest.c, built to end in one way.
struct TestGuest {
  /// Statements that end guest_main.
  var ending: String
  var defines: [String] = []

  static let powersOff = TestGuest(ending: "shut_down(SHUTDOWN_poweroff)")
  static let reboots = TestGuest(ending: "shut_down(SHUTDOWN_reboot)")
  static let reportsCrash = TestGuest(ending: "shut_down(SHUTDOWN_crash)")
  static let dies = TestGuest(ending: "dies_here()")
  static let waits = TestGuest(ending: "block()")
  /// The report's end comes a while after its first line.
  static let reportsDeath = TestGuest(
    ending: #"print("Oops: 0000\n"); wait_a_while(); print("Call Trace:\n"); block()"#)
  static let spins = TestGuest(ending: "for (;;)")
  /// Without the note that says which interface it speaks.
  static let unlabelled = TestGuest(
    ending: "shut_down(SHUTDOWN_poweroff)", defines: ["-DNO_VERSION"])

  struct BuildFailed: Error { let errors: String }

  /// Builds it and hands over its path, in a folder that goes afterwards.
  func built<R>(_ body: (String) throws -> R) throws -> R {
    try Places.withScratchFolder { folder in
      let image = folder + "/guest.elf"
      let result = try CompiledGuest.build(
        "Tests/HypervisorLabTests/Guest/guest.c", ["-DENDING=\(ending)"] + defines, to: image)
      guard result.status == 0 else { throw BuildFailed(errors: result.errors) }
      return try body(image)
    }
  }
}
