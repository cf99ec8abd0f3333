// SPDX-License-Identifier: Apache-2.0

/// Runs a kernel with the stress program on the model of Xen, as `pvkit run` does: in a fraction of
/// a boot's time, and with each rule of the interface that the kernel violates, of which a real Xen
/// says nothing.
struct ModelRun: Sendable {
  let request: ProofRequest
  let directory: ProofDirectory
  /// Runs pvkit, and logs the guest's console and the findings.
  let command: LoggedCommand

  /// The time limit for a run, in seconds of the host, which may be busy.
  private static let limit = 1800
  /// The size of the domain in MiB.
  private static let memory = "256"

  /// Runs the kernel as domU and, if that role is asked for, as dom0, also where no real Xen at hand
  /// has such a dom0.
  ///
  /// - Returns: a summary of the tests.
  /// - Throws: `ProofFailure` if a test failed, or there are findings; `SpawnError`, `LabError`.
  func run() throws -> String {
    let roles = request.roles.contains(.dom0) ? ["dom0", "domU"] : ["domU"]
    for role in roles {
      try command.run(
        [
          request.pvkit, "run", "--role", role, "--memory", Self.memory,
          "--initrd", directory.initrd("stress"), "--append", "console=hvc0 quiet machine=model 1",
          "--expect", "^# all is well", directory.kernel,
        ], limit: Self.limit)
    }
    let good = ProofBoots.good(command.lines())
    return "\(good) tests of the stress program as \(roles.joined(separator: " and ")), no findings"
  }
}
