// SPDX-License-Identifier: Apache-2.0

import Commands
import Generators
import HypervisorABI
import Testing

@Suite struct HeaderTests {
  @Test(arguments: Compiler.allCases, ["c89", "gnu89", "c99", "c11", "gnu17"])
  func compilesWithoutAWarning(compiler: Compiler, standard: String) throws {
    for width in ["-m32", "-m64"] {
      let complaint = try compiler.complaint(
        about: Generate.header().text, ["-std=" + standard, width])
      #expect(complaint == nil)
    }
  }

  @Test(arguments: XenRelease.modelled, ["-m32", "-m64"])
  func compilesForEveryRelease(release: XenRelease, width: String) throws {
    let complaint = try Compiler.gcc.complaint(
      about: Generate.header(for: release).text, ["-std=gnu89", width])
    #expect(complaint == nil)
  }

  @Test(arguments: Compiler.allCases) func servesAssembly(compiler: Compiler) throws {
    let source = Generate.header().text + "\t.long SCHEDOP_poll, __HYPERVISOR_VIRT_START >> 32\n"
    let command = [compiler.rawValue, "-c", "-x", "assembler-with-cpp", "-", "-o", "/dev/null"]
    let result = try Command.run(command, input: Array(source.utf8))
    #expect(result.status == 0, "\(result.errors)")
  }

  /// Every size, offset and number of the model, asserted on Debian's own headers of 4.17.
  @Test(arguments: Compiler.allCases, Architecture.allCases)
  func agreesWithDebiansHeaders(compiler: Compiler, on architecture: Architecture) throws {
    let agreement = HeaderAgreement(architecture: architecture)
    #expect(agreement.assertions.count > 6000)
    let complaint = try compiler.complaint(about: agreement.source, agreement.options)
    #expect(complaint == nil, "\(complaint ?? "")")
  }

  @Test func aWrongNumberWouldBeSeen() throws {
    let agreement = HeaderAgreement(architecture: .x86_64)
    let wrong = agreement.source + "_Static_assert(SCHEDOP_poll == 4, \"wrong\");\n"
    #expect(try Compiler.gcc.complaint(about: wrong, agreement.options) != nil)
  }

  @Test func aMovedFieldWouldBeSeen() throws {
    let wrong = Generate.header().text.replacing("\tuint32_t wc_nsec;\n", with: "")
    #expect(try Compiler.gcc.complaint(about: wrong, ["-m64"]) != nil)
  }
}
