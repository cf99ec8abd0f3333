// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Testing

@testable import KernelProof

/// What a request names besides what it is given.
@Suite struct ProofRequestTests {
  @Test(arguments: [
    ("kit/configs/x86_64-drivers", Architecture.x86_64, "kit/configs/x86_64-smp"),
    ("kit/configs/x86_64-drivers-2.6.23", .x86_64, "kit/configs/x86_64-smp"),
    ("/i386", .i386, "/i386-smp"),
    ("x86_64-mainline", .x86_64, "x86_64-mainline-smp"),
    ("kit/configs/x86_64-mainline-dom0", .x86_64, "kit/configs/x86_64-mainline-smp"),
    ("kit/configs/i386-mainline-2.6.23", .i386, "kit/configs/i386-mainline-smp"),
  ])
  func forSeveralVcpus(of path: String, _ architecture: Architecture, is smp: String) {
    let request = ProofRequest(
      tree: "linux-2.6.32", architecture: architecture, roles: [], configuration: path, jobs: 1,
      programs: "Tests/Kernel", pvkit: "pvkit")
    #expect(request.smpConfiguration == smp)
  }
}
