// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
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

  @Test(arguments: XenRelease.early + XenRelease.modelled, ["-m32", "-m64"])
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

  /// The like for guests that ask for an older interface.
  @Test(arguments: versions) func agreesAtEveryInterfaceVersion(version: UInt32) throws {
    let view = try #require(InterfaceView(.standard, version: version))
    for architecture in Architecture.allCases {
      let agreement = HeaderAgreement(architecture: architecture, view: view)
      let complaint = try Compiler.gcc.complaint(about: agreement.source, agreement.options)
      #expect(complaint == nil, "\(complaint ?? "")")
      let header = Generate.header(HeaderDescription(view)).text
      let width = architecture == .i386 ? "-m32" : "-m64"
      let own = try Compiler.gcc.complaint(about: header, ["-std=gnu89", width])
      #expect(own == nil, "\(own ?? "")")
    }
  }

  private static let versions = Set(
    InterfaceGate.all.map(\.value).filter { InterfaceView(.standard, version: $0) != nil }
  ).sorted()

  @Test func aGuestThatAsksForAnotherVersionIsTold() throws {
    let source = "#define __XEN_INTERFACE_VERSION__ 0x00030205\n" + Generate.header().text
    let complaint = try #require(try Compiler.gcc.complaint(about: source, ["-m64"]))
    #expect(complaint.contains("generated for interface version 0x00040e00"))
  }

  /// Each header with what it needs, and nothing else.
  @Test(arguments: HeaderDescription.headers) func standsAlone(header: String) throws {
    let description = HeaderDescription(InterfaceView(.standard), only: [header])
    let text = Generate.header(description).text
    for width in ["-m32", "-m64"] {
      let complaint = try Compiler.gcc.complaint(about: text, ["-std=gnu89", width])
      #expect(complaint == nil, "\(complaint ?? "")")
    }
  }

  @Test func onlyIsOnlyWithWhatItNeeds() {
    let view = InterfaceView(.standard)
    let text = Generate.header(HeaderDescription(view, only: ["callback.h"])).text
    #expect(text.contains("struct xen_callback {"))
    #expect(text.contains("struct multicall_entry {"))
    #expect(!text.contains("struct blkif_request {"))
    #expect(!text.contains("EVTCHNOP_send"))
  }

  @Test func headersAreFoundByShortNames() {
    #expect(HeaderDescription.headers(named: "event_channel") == ["event_channel.h"])
    #expect(HeaderDescription.headers(named: "blkif.h") == ["io/blkif.h"])
    #expect(HeaderDescription.headers(named: "io/blkif") == ["io/blkif.h"])
    #expect(HeaderDescription.headers(named: "nonsense") == [])
  }

  @Test func aWrongNumberWouldBeSeen() throws {
    let agreement = HeaderAgreement(architecture: .x86_64)
    let wrong = agreement.source + "_Static_assert(SCHEDOP_poll == 4, \"wrong\");\n"
    #expect(try Compiler.gcc.complaint(about: wrong, agreement.options) != nil)
  }

  /// A member of another size, in each structure in turn.
  @Test func aWrongSizeWouldBeSeenInEveryStructure() throws {
    let wanted: Set = ["event_channel.h", "sched.h", "vcpu.h"]
    let description = HeaderDescription(InterfaceView(.standard), only: wanted)
    let text = Generate.header(description).text
    var mutants = 0
    for start in text.ranges(of: "struct evtchn_") + text.ranges(of: "struct vcpu_") {
      guard let body = text[start.lowerBound...].range(of: "};"),
        text[start.upperBound...].prefix(while: { $0 != "\n" }).hasSuffix(" {"),
        let member = text[start.lowerBound..<body.lowerBound].range(of: "uint32_t ")
      else { continue }
      let wrong = text.replacingCharacters(in: member, with: "uint64_t ")
      let complaints = try ["-m32", "-m64"].compactMap {
        try Compiler.gcc.complaint(about: wrong, [$0])
      }
      #expect(!complaints.isEmpty, "\(text[start.lowerBound..<body.lowerBound])")
      mutants += 1
    }
    #expect(mutants > 8)
  }

  @Test func aMovedFieldWouldBeSeen() throws {
    let wrong = Generate.header().text.replacing("\tuint32_t wc_nsec;", with: "")
    #expect(try Compiler.gcc.complaint(about: wrong, ["-m64"]) != nil)
  }
}
