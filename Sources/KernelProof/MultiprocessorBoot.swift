// SPDX-License-Identifier: Apache-2.0

import HypervisorLab

/// Boots a kernel for several vCPUs as domU: with the stress program on two and on four vCPUs, and
/// once more to stop and start vCPUs under load, by the kernel and by the toolstack.
struct MultiprocessorBoot: Sendable {
  let boots: ProofBoots
  /// A domU, or one on the PV shim.
  let role: BootRole
  /// The path of the kernel.
  let kernel: String

  private static let rounds = 5
  /// The numbers of vCPUs that the toolstack requests, in sequence.
  static let orders = [4, 1, 3]

  /// - Parameter byToolstack: whether the kernel can change the number of vCPUs on the toolstack's
  ///   request.
  /// - Returns: a summary of the tests.
  /// - Throws: `ProofFailure`, `LabError`.
  func boot(byToolstack: Bool) throws -> String {
    var tests = 0
    let counts = Self.counts(role)
    for count in counts {
      // The round of 32 processes takes longest, so run it once, with the most vCPUs, and not on
      // the shim, where it would take longer than everything else.
      let hasRound = count == counts.last && role != .shim
      let request = request("stress", count, hasRound ? "1" : "0")
      tests += ProofBoots.good(try boots.run(request, as: role, .smp, "smp-\(count)").lines)
    }
    _ = try boots.run(hotPlug(byToolstack), as: role, .smp, "vcpus")
    let words = counts.map(String.init).joined(separator: " and ")
    return "\(tests) tests of the stress program on \(words) vCPUs\(role.place), "
      + "stopped and started \(Self.rounds) times" + (byToolstack ? ", then by the toolstack" : "")
  }

  /// The numbers of vCPUs with which the stress program runs.
  ///
  /// On the PV shim that is two. QEMU's VMRUN loads DR7 without inserting the watchpoints that it
  /// enables. With more vCPUs than emulated processors one vCPU's DR7 follows another's, and QEMU
  /// 7.2 ends with a segmentation fault when it removes what it did not insert.
  /// Source: helper_vmrun (target/i386/tcg/sysemu/svm_helper.c@7.2), hw_breakpoint_remove
  /// (target/i386/tcg/sysemu/bpt_helper.c@7.2).
  static func counts(_ role: BootRole) -> [Int] { role == .shim ? [2] : [2, 4] }

  /// The number of vCPUs that run when the toolstack begins to change it.
  ///
  /// On the PV shim that is all of them. The shim counts each processor that its ACPI table (MADT)
  /// lists, but starts only those that the table has enabled, which are the `vcpus` of the
  /// configuration: `cpu_up()` refuses a processor that is not present with -EINVAL, and VCPUOP_up
  /// returns that. A vCPU that ran once can be stopped and started.
  /// Source: acpi_parse_lapic (xen/arch/x86/acpi/boot.c@4.17), cpu_up (xen/common/cpu.c@4.17),
  /// pv_shim_cpu_up (xen/arch/x86/pv/shim.c@4.17).
  static func first(_ role: BootRole) -> Int { role == .shim ? orders.max() ?? 1 : 2 }

  private func request(_ program: String, _ count: Int, _ words: String) -> BootRequest {
    var request = BootRequest(
      image: kernel, initrd: boots.directory.initrd(program),
      append: "console=hvc0 quiet vcpus=\(count) \(words)",
      mode: role.mode, expect: ProofBoots.end, timeout: ProofBoots.limit, memory: 256)
    request.vcpus = count
    return request
  }

  private func hotPlug(_ byToolstack: Bool) -> BootRequest {
    let words = byToolstack ? " orders=\(Self.orders.map(String.init).joined())" : ""
    var request = request("vcpus", Self.first(role), "rounds=\(Self.rounds)" + words)
    if byToolstack {
      request.maxVcpus = Self.orders.max()
      // Needed because the emulated machine may have fewer processors.
      (request.xlCommands, request.moveAt) = (
        Self.orders.map { "vcpu-set --ignore-host guest \($0)" }, "^# order: "
      )
    }
    return request
  }
}
