// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Testing

@Suite struct AbiCheckTests {
  private func scratch(_ text: String, _ body: (String) throws -> Void) throws {
    try Places.withScratchFolder { folder in
      try text.write(toFile: folder + "/file", atomically: true, encoding: .utf8)
      try body(folder + "/file")
    }
  }

  @Test func debiansKernelsAreClean() throws {
    for image in [try DebianImages.linux(), try DebianImages.linuxCloud()] {
      let result = try pvkit("abi", "check", image)
      #expect(result.status == 0, "\(result.errors)")
      let name = URL(filePath: image).lastPathComponent
      #expect(result.output.contains("BTF of \(name), x86_64, against Xen 4.17"))
      #expect(result.output.contains(" hypercalls; 0 findings\n"))
      #expect(!result.output.contains("error"))
    }
  }

  /// What a later release added is told, and no finding; what lies elsewhere is one.
  @Test func anOlderRelease() throws {
    let result = try pvkit("abi", "check", "--xen", "4.6", try DebianImages.linuxCloud())
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.contains("note: vcpu_info has more than Xen 4.6: time.flags"))
    let older = try pvkit("abi", "check", "--xen", "3.1", try DebianImages.linux())
    #expect(older.status == 1)
    #expect(older.output.contains("error: xenfb_page.pd at 40 has 2048 bytes"), "\(older.output)")
    #expect(older.output.contains("the guest's view is true from 3.3"))
  }

  @Test func jsonNamesWhatDiffers() throws {
    let result = try pvkit(
      "abi", "check", "--xen", "3.1", "--format", "json", try DebianImages.linux())
    let report = try #require(try result.objects().first)
    #expect(report["against"] as? String == "Xen 3.1")
    #expect(report["architecture"] as? String == "x86_64")
    let structures = try #require(report["structures"] as? [[String: Any]])
    let info = try #require(structures.first { $0["guest"] as? String == "xenfb_page" })
    #expect(info["trueIn"] as? String == "from 3.3")
    let findings = try #require(info["findings"] as? [[String: Any]])
    #expect(findings.contains { $0["kind"] as? String == "resized" })
    let summary = try #require(report["summary"] as? [String: Int])
    #expect(summary["findings"] == 1 && (summary["members"] ?? 0) > 600)
  }

  @Test func noTypesIsNeverClean() throws {
    try pvkit("abi", "check", try DebianImages.xenShim())
      .expectOneError(containing: "no types in it; give a kernel with BTF")
    try pvkit("abi", "snapshot", try DebianImages.gnumach()).expectOneError(containing: "no types")
    try pvkit("abi", "check", "/nonexistent").expectOneError(containing: "check the path")
  }

  @Test func aSnapshotIsItsOwnBaseline() throws {
    let image = try DebianImages.linuxCloud()
    let snapshot = try pvkit("abi", "snapshot", image)
    #expect(snapshot.status == 0)
    #expect(try pvkit("abi", "snapshot", image).output == snapshot.output)
    try scratch(snapshot.output) { file in
      let same = try pvkit("abi", "check", "--baseline", file, image)
      #expect(same.status == 0, "\(same.output)")
      #expect(same.output.contains("0 findings"))
    }
    let moved = snapshot.output.replacingOccurrences(
      of: #"["store_evtchn",64,4"#, with: #"["store_evtchn",68,4"#)
    try scratch(moved) { file in
      let other = try pvkit("abi", "check", "--baseline", file, image)
      #expect(other.status == 1)
      #expect(other.output.contains("error: start_info.store_evtchn is at 64"))
    }
  }

  @Test func foreignBaselinesAreRefused() throws {
    let image = try DebianImages.linuxCloud()
    for text in [
      "{", "[]", "{}", "\u{1}", #"{"source":1,"arch":"x86_64","structs":{},"constants":{}}"#,
    ] {
      try scratch(text) { file in
        try pvkit("abi", "check", "--baseline", file, image)
          .expectOneError(containing: "not a snapshot: ")
      }
    }
    try scratch(#"{"source":"x","arch":"x86_64","structs":{},"constants":{"A":1,"A":2}}"#) { file in
      try pvkit("abi", "check", "--baseline", file, image)
        .expectOneError(containing: "the key A occurs twice in one object")
    }
    try scratch(#"{"source":"x","arch":"i386","structs":{},"constants":{}}"#) { file in
      try pvkit("abi", "check", "--baseline", file, image)
        .expectOneError(containing: "a kernel for x86_64, the baseline is for i386")
    }
    try scratch(#"{"source":"x","arch":"x86_64","structs":{},"constants":{}}"#) { file in
      try pvkit("abi", "check", "--baseline", file, image)
        .expectOneError(containing: "include none of Xen's structures")
    }
  }

  /// `mov $29, %eax` and the call after it, with another number.
  @Test func oneHypercallNumberOffIsFound() throws {
    try Places.withScratchFolder { folder in
      let kernel = "\(folder)/vmlinux"
      #expect(try pvkit("unpack", try DebianImages.linuxCloud(), "-o", kernel).status == 0)
      var bytes = try Data(contentsOf: URL(fileURLWithPath: kernel))
      let schedOp = Data([0xb8, 29, 0, 0, 0, 0xe8])
      let place = try #require(bytes.range(of: schedOp)?.lowerBound)
      bytes[place + 1] = 60
      try bytes.write(to: URL(fileURLWithPath: kernel))
      let result = try pvkit("abi", "check", kernel)
      #expect(result.status == 1, "\(result)")
      #expect(
        result.output.contains(
          " passes 60, which is not a hypercall of any release [hypercall-number]"))
      #expect(result.output.contains("; 1 finding\n"))
    }
  }

  @Test func debiansHeadersAreClean() throws {
    let result = try pvkit("abi", "check", try DebianImages.linuxHeaders())
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(result.output.contains("(Linux), compiled by gcc, x86_64, against"))
    let counts = try #require(result.output.split(separator: "\n").last).split(separator: " ")
    #expect(counts.compactMap { Int($0) }.count == 4, "\(counts)")
    #expect(zip(counts.compactMap { Int($0) }, [250, 2_000, 800, 0]).allSatisfy { $0 >= $1 })
  }

  @Test(arguments: [
    (SeededHeaders.moved, "error: start_info.nr_pages is at 40, Xen 4.17 has it at 32"),
    (SeededHeaders.resized, "error: sched_poll.timeout is at 12, Xen 4.17 has it at 16"),
    (SeededHeaders.swapped, "error: evtchn_bind_interdomain.local_port is at 4, Xen 4.17"),
    (SeededHeaders.constant, "error: SCHEDOP_poll is 4 in the guest, 3 in Xen 4.17"),
    (SeededHeaders.number, "error: __HYPERVISOR_event_channel_op is 33 in the guest, 32 in Xen"),
  ])
  func aChangedHeaderIsFound(fault: SeededHeaders.Fault, message: String) throws {
    let result = try SeededHeaders.with(fault) { try pvkit("abi", "check", $0) }
    #expect(result.status == 1, "\(result.errors)")
    #expect(result.output.contains(message), "\(result.output)")
    let structures = result.output.split(separator: "\n").filter { $0.hasPrefix("  error: ") }
      .map { $0.dropFirst(9).prefix { $0 != "." && $0 != " " } }
    // A structure that is a union's arm is found there too.
    #expect((1...2).contains(Set(structures).count), "\(result.output)")
  }
}
