// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Testing

@Suite struct AbiDiffTests {
  private func json(_ arguments: String...) throws -> (status: Int32, [String: Any]) {
    let result = try Command.run([Places.pvkit, "abi", "diff"] + arguments + ["--format", "json"])
    let value = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    return (result.status, try #require(value as? [String: Any]))
  }

  private func changes(_ diff: [String: Any]) -> [[String: Any]] {
    diff["changes"] as? [[String: Any]] ?? []
  }

  @Test func aReleaseIsLikeItself() throws {
    let result = try pvkit("abi", "diff", "4.17", "4.17")
    #expect(result.status == 0)
    #expect(
      result.output == "Xen 4.17 → Xen 4.17 on i386 and x86_64: 0 breaking, 0 other changes\n")
  }

  /// The interface of 2.0 is described, but not compared: what shows it is named, and what is compared.
  @Test(arguments: [["2.0", "3.0.0"], ["4.17", "2.0.7"]]) func xen20(sides: [String]) throws {
    let result = try Command.run([Places.pvkit, "abi", "diff"] + sides)
    #expect(result.status == 2 && result.output.isEmpty)
    for words in ["Xen 2.0 ", "--xen 2.0 show it; releases to compare: 3.0.0 … 4.22"] {
      #expect(result.errors.contains(words), "\(result.errors)")
    }
    #expect(!result.errors.contains("loaders"), "\(result.errors)")
  }

  /// What only tools, the initial domain or HVM guests meet is left out, and counted.
  @Test func forOneKindOfGuest() throws {
    let (_, all) = try json("3.4", "4.17", "--arch", "x86_64")
    let (status, some) = try json("3.4", "4.17", "--arch", "x86_64", "--for", "pv-domu")
    #expect(status == 1 && some["for"] as? String == "pv-domu" && all["for"] is NSNull)
    #expect(some["leftOut"] as? Int == changes(all).count - changes(some).count)
    let names = changes(some).compactMap { $0["name"] as? String }
    for name in ["HVM_PARAM_DM_DOMAIN", "ioreq", "__MC_NMSRS", "flask_op"] {
      #expect(!names.contains(name), "\(name)")
    }
    #expect(names.contains("DOMID_INVALID") && names.contains("usbif_request"))
    let broken = { (diff: [String: Any]) in diff["breaking"] as? Int ?? 0 }
    #expect(broken(some) > 0 && broken(some) < broken(all))
    let (_, hvm) = try json("3.4", "4.17", "--arch", "x86_64", "--for", "hvm")
    let hvmNames = changes(hvm).compactMap { $0["name"] as? String }
    #expect(hvmNames.contains("HVM_PARAM_DM_DOMAIN") && !hvmNames.contains("ioreq"))
    #expect(try pvkit("abi", "diff", "--for", "pv", "3.4", "4.17").status == 2)
    // What the help calls the default is a value.
    let every = try pvkit("abi", "diff", "--for", "all", "3.4", "4.17")
    #expect(try every.output == pvkit("abi", "diff", "3.4", "4.17").output && every.status == 1)
  }

  @Test func asAPage() throws {
    let html = try pvkit("abi", "diff", "3.4", "4.17", "--format", "html")
    #expect(html.status == 1 && html.output.hasPrefix("<!DOCTYPE html>"))
    #expect(try HtmlFormatTests.faults(html.output) == "")
    let page = try pvkit("abi", "diff", "3.4", "4.17", "--format", "md").output
    #expect(page.hasPrefix("# Xen 3.4 → Xen 4.17\n\nXen 3.4 → Xen 4.17 on i386 and x86_64: "))
    #expect(page.contains("|breaking|renumbered|DOMID_INVALID|32767|32756|"))
  }

  @Test func growthIsNoFinding() throws {
    let (status, diff) = try json("4.17", "4.18", "--arch", "x86_64")
    #expect(status == 0 && diff["breaking"] as? Int == 0)
    let (_, later) = try json("4.20", "4.21", "--arch", "x86_64")
    let grown = changes(later).first { $0["name"] as? String == "xenstore_domain_interface" }
    #expect(grown?["member"] as? String == "evtchn_port" && grown?["kind"] as? String == "added")
    #expect(grown?["before"] is NSNull && grown?["breaking"] as? Bool == false)
  }

  @Test func aBreakIsAFinding() throws {
    let (status, diff) = try json("3.1", "3.2", "--arch", "i386")
    #expect(status == 1)
    let broken = changes(diff).first { $0["name"] as? String == "vcpu_register_vcpu_info" }
    #expect(broken?["breaking"] as? Bool == true)
    let all = changes(diff).compactMap { $0["breaking"] as? Bool }
    #expect(all == all.filter { $0 } + all.filter { !$0 })
  }

  @Test func architecturesAreToldApart() throws {
    let (_, diff) = try json("3.1", "3.2")
    let rows = changes(diff).filter { $0["name"] as? String == "CALLBACKTYPE_syscall32" }
    #expect(rows.map { $0["architectures"] as? [String] } == [["i386", "x86_64"]])
    let output = try pvkit("abi", "diff", "3.1", "3.2").output
    #expect(output.contains("structures, i386 only"))
  }

  /// What one build declares and the other does not, as `abi verify --baseline` has it, both ways.
  @Test func twoBuildsOfOneKernel() throws {
    let (one, other) = (try DebianImages.linux(), try DebianImages.linuxCloud())
    for (before, after) in [(one, other), (other, one), (one, one)] {
      let (status, diff) = try json(before, after)
      let breaking = changes(diff).filter { $0["breaking"] as? Bool == true }
      #expect((diff["before"] as? String)?.hasPrefix("BTF of ") == true)
      try Places.withScratchFolder { folder in
        let file = folder + "/before.json"
        #expect(try pvkit("abi", "snapshot", before, "-o", file).status == 0)
        let verified = try pvkit("abi", "verify", "--baseline", file, "--format", "json", after)
        let summary = try #require(try verified.objects().first?["summary"] as? [String: Int])
        #expect(summary["findings"] == breaking.count)
        #expect(verified.status == status)
      }
    }
  }

  @Test func aKernelIsComparedWithARelease() throws {
    let (_, diff) = try json(DebianImages.linux(), "4.17")
    #expect(diff["architectures"] as? [String] == ["x86_64"])
    // The one command that Linux 6.1 has from a later Xen.
    let breaking = changes(diff).filter { $0["breaking"] as? Bool == true }
    #expect(!breaking.isEmpty)
    #expect(
      breaking.allSatisfy {
        $0["name"] as? String == "xen_platform_op"
          && ($0["member"] as? String)?.hasPrefix("u.dom0_console.") == true
      }, "\(breaking)")
  }

  @Test func aTreeIsComparedOnBothArchitectures() throws {
    let (_, diff) = try json(DebianImages.linuxHeaders(), "4.17")
    #expect(diff["architectures"] as? [String] == ["i386", "x86_64"])
    #expect((diff["before"] as? String)?.hasPrefix("headers of ") == true)
    let mine = changes(diff).first { $0["name"] as? String == "__HYPERVISOR_xc_reserved_op" }
    #expect(mine?["after"] as? String == "__HYPERVISOR_argo_op")
  }

  @Test func theOtherArchitectureIsAUsageError() throws {
    let result = try pvkit("abi", "diff", DebianImages.linux(), "4.17", "--arch", "i386")
    #expect(
      result.status == 2 && result.errors.contains("is of x86_64, not of i386"), "\(result.errors)")
  }

  @Test func whatCannotBeComparedIsAFailure() throws {
    try pvkit("abi", "diff", "4.17", "/nowhere").expectOneError(containing: "No such file")
    try pvkit("abi", "diff", "4.17", DebianImages.gnumach())
      .expectOneError(containing: "no types in it")
    let unknown = try pvkit("abi", "diff", "4.17", "5.0")
    #expect(unknown.status == 2 && unknown.errors.contains("3.0.0 … 4.22"))
    let (status, failure) = try json("4.17", "/nowhere")
    #expect(status == 3 && failure["changes"] == nil && !failure.isEmpty)
  }
}
