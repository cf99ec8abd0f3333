// SPDX-License-Identifier: Apache-2.0

import Commands
import HypervisorABI
import Testing

@testable import Generators

@Suite struct ShimsTests {
  @Test func coverEveryCallOfAGuest() {
    let text = Generate.shims(.pv64(.standard)).text
    let calls = Hypercall.all.filter {
      $0.span.contains(.standard) && $0.handlers.pv64 != .none && $0.name != "iret"
    }
    #expect(calls.count > 35)
    for call in calls { #expect(text.contains(" HYPERVISOR_\(call.name)(")) }
    #expect(!text.contains("HYPERVISOR_tmem_op("))
  }

  @Test func nameCallsAsTheirReleaseDid() throws {
    func text(_ release: XenRelease) throws -> String {
      let shims = ShimDescription(release: release, caller: .pv32, entry: "direct", includes: [])
      return Generate.shims(try #require(shims)).text
    }
    let first = try text(XenRelease(2, 0))
    #expect(first.contains("HYPERVISOR_dom_mem_op(unsigned int op, void *extent_list"))
    #expect(first.contains("HYPERVISOR_set_fast_trap(int index)"))
    #expect(!first.contains("HYPERVISOR_vcpu_op"))
    #expect(try text(XenRelease(3, 0)).contains("HYPERVISOR_dom0_op(void *op)"))
    #expect(try text(XenRelease(4, 0)).contains("HYPERVISOR_tmem_op(void *ops)"))
  }

  @Test func areNotForMechanismsThatWereNotThere() {
    #expect(ShimDescription(release: XenRelease(3, 0), caller: .pv64, entry: "page") == nil)
    #expect(ShimDescription(caller: .pv64, entry: "vmcall") == nil)
  }

  /// With the header that is generated for them, in C of every age.
  @Test(arguments: Compiler.allCases, ["c89", "gnu89", "c99", "gnu17"])
  func compileWithoutAWarning(compiler: Compiler, standard: String) throws {
    for way in Way.all {
      let shims = try #require(way.shims())
      try Places.withScratchFolder { folder in
        let tree = folder + "/shims"
        try TreeWriter(directory: tree).write([Generate.header(), Generate.shims(shims)])
        let complaint = try compiler.complaint(
          about: "#include \"hypercall.h\"\n",
          ["-std=" + standard, way.caller.architecture == .i386 ? "-m32" : "-m64", "-I", tree])
        #expect(complaint == nil, "\(way.testDescription): \(complaint ?? "")")
      }
    }
  }
}
