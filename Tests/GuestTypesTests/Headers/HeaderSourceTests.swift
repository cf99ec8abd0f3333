// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestImage
import HypervisorABI
import Testing

@testable import GuestTypes

/// Trees of headers, compiled and read back.
@Suite struct HeaderSourceTests {
  /// What the model lists by a name that the headers only give as a typedef of another tag, with
  /// `_t`, or as a macro.
  private static let otherNames: Set = [
    "vscsiif_segment", "xen_cpu_offline_action", "xen_mc_logical_cpu", "xen_mcinfo_common",
    "xen_mcinfo_msr", "xen_page_offline_action", "xen_uuid", "xen_vcpu_hvm_x86_32",
    "xen_vcpu_hvm_x86_64", "xenpf_settime",
  ]

  /// The whole chain: generated probe, compiler, DWARF, flattening. libxen-dev is of 4.17.
  @Test(arguments: ["gcc", "clang"], Architecture.allCases)
  func libxenDevSaysWhatTheModelSays(compiler: String, architecture: Architecture) throws {
    let source = try HeaderSource("/usr/include/xen", on: architecture, with: Compiler(compiler))
    let expected = Set(Structure.all.map(\.name)).compactMap {
      Layout($0, in: .standard, on: architecture)
    }
    let found = try source.layouts(of: Set(expected.map(\.structure.name)))
    for layout in expected where !Self.otherNames.contains(layout.structure.name) {
      let name = layout.structure.name
      #expect(found[name]?.members.map(plain) == layout.members.map(plain), "\(name)")
      #expect(found[name]?.size == layout.size, "\(name)")
      #expect(found[name]?.kind == layout.structure.kind, "\(name)")
    }
    #expect(found.count > 200)
  }

  /// Compilers tell nothing of an array without a bound that they do not tell of `[0]`.
  private func plain(_ member: Layout.Member) -> String {
    "\(member.name.replacing("[]", with: "[0]")) at \(member.offset), \(member.size) bytes"
  }

  @Test(arguments: Architecture.allCases)
  func evaluatesMacros(architecture: Architecture) throws {
    let source = try HeaderSource("/usr/include/xen", on: architecture)
    let constants = ConstantGroup.all.filter { $0.only == nil || $0.only == architecture }
      .flatMap { $0.constants(in: .standard) }
    let found = try source.constants(of: Set(constants.map(\.name)))
    for constant in constants {
      #expect(found[constant.name] == constant.number, "\(constant.name)")
    }
    let calls = Hypercall.all.filter { $0.span.contains(.standard) && !$0.name.hasPrefix("arch_") }
    let numbers = try source.constants(of: Set(calls.map(\.macro)))
    for call in calls { #expect(numbers[call.macro] == call.number, "\(call.macro)") }
  }

  @Test func passesOverWhatIsNoInteger() throws {
    let names: Set = [
      "XEN_DEFINE_UUID", "XEN_GUEST_HANDLE", "__XEN_PUBLIC_XEN_H__", "a-b", "",
    ]
    let source = try HeaderSource("/usr/include/xen", on: .x86_64)
    #expect(try source.constants(of: names).isEmpty)
  }

  @Test func namesTheHeadersThatDoNotCompile() throws {
    let source = try HeaderSource("/usr/include/xen", on: .x86_64)
    let domctl = try #require(source.unread.first { $0.header == "xen/domctl.h" })
    #expect(domctl.error.contains("control tools only"))
    #expect(!domctl.error.contains("pvkit-types"))
  }

  @Test func refusesAFolderWithoutHeaders() throws {
    let error = #expect(throws: ImageError.self) { try HeaderSource("/usr/include", on: .x86_64) }
    #expect(error?.description.contains("give the top of a Linux") == true)
  }

  @Test func refusesAMissingCompiler() throws {
    let error = #expect(throws: ImageError.self) {
      try HeaderSource("/usr/include/xen", on: .x86_64, with: Compiler("no-such-cc"))
    }
    #expect(error?.description.contains("no-such-cc: cannot be run") == true)
  }

  @Test func saysWhyXenItselfDoesNotCompile() throws {
    let error = #expect(throws: ImageError.self) {
      try HeaderSource("/usr/include/xen", on: .x86_64, with: Compiler("false"))
    }
    #expect(error?.problem.contains("xen/xen.h does not compile for x86_64") == true)
  }
}
