// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Foundation
import Testing

@Suite struct CheckCommandTests {
  @Test func debianKernelIsCleanForEveryLoader() throws {
    let result = try pvkit("check", "--format", "json", DebianImages.linux())
    #expect(result.status == 0, "\(result.output)")
    let report = try #require(result.objects().first)
    #expect(report["container"] as? [String: String] == ["kind": "bzImage", "compression": "xz"])
    let elf = try #require(report["elf"] as? [String: Any])
    #expect(elf["class"] as? Int == 64)
    #expect(elf["machine"] as? String == "x86_64")
    let verdicts = try #require(report["verdicts"] as? [[String: Any]])
    let asked = verdicts.map { "\($0["loader"]!) \($0["role"]!) \($0["mode"]!) \($0["xen"]!)" }
    #expect(
      asked == [
        "libxenguest domU pv 4.17", "libxenguest domU pvh 4.17",
        "xen-dom0 dom0 pv 4.17", "xen-dom0 dom0 pvh 4.17",
      ])
    #expect(verdicts.allSatisfy { $0["accepts"] as? Bool == true })
    #expect(verdicts.allSatisfy { $0["reason"] is NSNull })
    #expect(verdicts[0]["guestType"] as? String == "xen-3.0-x86_64")
  }

  /// Unless modes are given, an image is asked about as what it offers itself as.
  @Test func whatIsNotOfferedIsNotAsked() throws {
    let image = try DebianImages.grub64()
    let result = try pvkit("check", "--format", "json", image)
    let report = try #require(result.objects().first)
    let verdicts = try #require(report["verdicts"] as? [[String: Any]])
    #expect(verdicts.map { $0["mode"] as? String } == ["pv", "pv"])
    let left = try #require(report["notOffered"] as? [[String: Any]])
    #expect(left.map { $0["mode"] as? String } == ["pvh", "pvh"])
    #expect(left.first?["reason"] as? String == "no PHYS32_ENTRY note")
    let text = try pvkit("check", image)
    #expect(
      text.output.contains(
        "not offered, so not checked: domU pvh, dom0 pvh (no PHYS32_ENTRY note)"))
    let all = try pvkit("check", "--mode", "all", "--format", "json", image)
    let whole = try #require(all.objects().first)
    #expect((whole["verdicts"] as? [Any])?.count == 4)
    #expect((whole["notOffered"] as? [Any])?.isEmpty == true)
  }

  /// There is no HVM dom0: only the toolstack is asked.
  @Test func firmwareIsForADomU() throws {
    for command in [["check", "--format", "json"], ["check", "--xen", "4.16,4.17"]] {
      let result = try Command.run(
        [Places.pvkit] + command + ["--mode", "hvm", DebianImages.hvmloader()])
      #expect(!result.output.contains("xen-dom0"), "\(result.output)")
      #expect(result.output.contains("libxenguest"))
    }
    for command in ["check", "map"] {
      let result = try pvkit(command, "--mode", "hvm", "--role", "dom0", DebianImages.hvmloader())
      #expect(result.status == 2)
      #expect(result.errors.contains("--mode hvm is for a domU: --role domU"))
    }
  }

  /// A kernel for PV and PVH, on releases that have only PV.
  @Test(arguments: [("4.6", 2, 2), ("4.9", 3, 1), ("4.17", 4, 0)])
  func whatTheReleaseHasNotIsNotAsked(_ release: String, _ asked: Int, _ left: Int) throws {
    let result = try pvkit("check", "--xen", release, "--format", "json", DebianImages.linux())
    let report = try #require(result.objects().first)
    #expect((report["verdicts"] as? [Any])?.count == asked)
    #expect((report["notOffered"] as? [Any])?.count == left)
  }

  /// The loaders of 3.0.2 read only the string __xen_guest, which Debian's kernels do not have.
  @Test func notesAreThoseThatTheReleaseReads() throws {
    let image = try DebianImages.linux()
    let text = try pvkit("check", "--xen", "3.0.2", image).output
    #expect(text.contains(", Xen notes that Xen 3.0.2 does not read\n"), "\(text)")
    let result = try pvkit("check", "--xen", "3.0.2", "--format", "json", image)
    let notes = try #require(result.objects().first?["notes"] as? [String: Any])
    #expect(notes["source"] as? String == "none")
    #expect((notes["values"] as? [String: String])?.isEmpty == true, "\(notes)")
  }

  @Test func notesAreThoseOfTheLoadersSource() throws {
    let result = try pvkit("check", "--format", "json", DebianImages.linux())
    let notes = try #require(result.objects().first?["notes"] as? [String: Any])
    #expect(notes["source"] as? String == "PT_NOTE")
    let values = try #require(notes["values"] as? [String: String])
    #expect(values["XEN_VERSION"] == "xen-3.0")
    #expect(values["VIRT_BASE"] == "0xffffffff80000000")
  }

  @Test func modeAndRoleChooseTheVerdicts() throws {
    let result = try pvkit(
      "check", "--mode", "pvh", "--role", "domU", "--format", "json", DebianImages.xenShim())
    let verdicts = try #require(result.objects().first?["verdicts"] as? [[String: Any]])
    #expect(verdicts.count == 1)
    #expect(result.status == 0, "\(result.output)")
  }

  @Test func aGzippedBzImageIsForTheToolstackOnly() throws {
    try Places.withScratchFolder { folder in
      let packed = folder + "/vmlinuz.gz"
      let linux = try DebianImages.linux()
      #expect(try Command.run(["sh", "-c", "gzip -1 <\(linux) >\(packed)"]).status == 0)
      let result = try pvkit("check", "--format", "json", packed)
      #expect(result.status == 1)
      let report = try #require(result.objects().first)
      let container = ["kind": "bzImage", "compression": "xz", "outer": "gzip"]
      #expect(report["container"] as? [String: String] == container)
      let verdicts = try #require(report["verdicts"] as? [[String: Any]])
      #expect(verdicts.map { $0["accepts"] as? Bool } == [true, true, false, false])
      #expect(report["error"] == nil)
    }
  }

  @Test func aRefusalIsAFinding() throws {
    let result = try pvkit("check", "--mode", "pv", DebianImages.xenShim())
    #expect(result.status == 1)
    #expect(result.output.contains("refuses"))
  }

  @Test func formatNeverChangesTheExitCode() throws {
    for image in [try DebianImages.linux(), try DebianImages.gnumach(), "/dev/null"] {
      let text = try pvkit("check", image)
      let json = try pvkit("check", "--format", "json", image)
      #expect(text.status == json.status, "\(image)")
    }
  }

  @Test func standardInputIsAnImage() throws {
    let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: DebianImages.xenShim())))
    let result = try pvkit("check", "--mode", "pvh", "--format", "json", "-", input: bytes)
    #expect(result.status == 0)
    #expect(try result.objects().first?["image"] as? String == "-")
  }

  @Test func manyImagesGiveOneObjectEachAndTheWorstExitCode() throws {
    let result = try pvkit(
      "check", "--format", "json", DebianImages.xenShim(), "/nonexistent", DebianImages.linux())
    #expect(try result.objects().map { $0["error"] != nil } == [false, true, false])
    #expect(result.status == 3)
  }

  /// What loaders would say of half a file, no format has.
  @Test(arguments: [[], ["--xen", "3.4,4.17"]], [100, 40_000])
  func anImageThatIsCutOff(_ more: [String], count: Int) throws {
    try Places.withScratchFolder { folder in
      let bytes = try Data(contentsOf: URL(fileURLWithPath: DebianImages.xenShim()))
      #expect(bytes.count > count)
      try bytes.prefix(count).write(to: URL(fileURLWithPath: folder + "/cut"))
      let words = [Places.pvkit, "check", "--mode", "all"] + more + [folder + "/cut", "--format"]
      let result = try Command.run(words + ["json"])
      #expect(result.status == 3)
      let report = try #require(result.objects().first)
      let text = try Command.run(words + ["text"])
      #expect(text.status == 3 && text.output.isEmpty)
      // The same words, with the name as reports have it.
      let error = try #require(report["error"] as? String)
      #expect(error.hasPrefix("cut: "))
      #expect(text.errors == "pvkit: \(folder)/\(error)\n" && result.errors == text.errors)
      let empty = more.isEmpty ? ["verdicts"] : ["loaders", "releases"]
      for key in ["findings", "fingerprints"] + empty {
        #expect((report[key] as? [Any])?.isEmpty == true, "\(key)")
      }
      try Output.write(result.output, to: folder + "/r.json")
      let explained = try pvkit("explain", folder + "/r.json")
      #expect(explained.output == "no findings; 1 image could not be checked:\n  \(error)\n")
      let gcc = try Command.run(words + ["gcc"]).output.split(separator: "\n")
      #expect(gcc.count == 1, "\(gcc)")
    }
  }

  @Test func outputIsReproducibleAndHoldsNoAbsolutePath() throws {
    let image = try DebianImages.gnumach()
    let first = try pvkit("check", "--format", "json", image)
    #expect(try pvkit("check", "--format", "json", image).output == first.output)
    #expect(!first.output.contains(image))
  }

  @Test func pv32IsAskedForByItsFlag() throws {
    let image = try DebianImages.grub32()
    let without = try pvkit("check", "--mode", "pv", "--role", "domU", image)
    let with = try pvkit("check", "--mode", "pv", "--role", "domU", "--pv32", image)
    #expect(without.status == 1)
    #expect(with.output.contains("accepts"), "\(with.output)")
  }

  @Test func hostileInputGivesOneErrorLine() throws {
    try Places.withScratchFolder { folder in
      #expect(FileManager.default.createFile(atPath: folder + "/empty", contents: Data()))
      #expect(mkfifo(folder + "/fifo", 0o600) == 0)
      try pvkit("check", folder).expectOneError(containing: folder)
      try pvkit("check", folder + "/empty").expectOneError(containing: "empty")
      try pvkit("check", folder + "/fifo").expectOneError(containing: "fifo")
      try pvkit("check", folder + "/none").expectOneError(containing: "none")
      try pvkit("check", "/dev/zero").expectOneError(containing: "/dev/zero")
      try pvkit("check", "/etc/passwd").expectOneError(containing: "/etc/passwd")
      try pvkit("check", "-").expectOneError(containing: "empty")
    }
  }

  /// What the help says of images that could not be checked is so, and an error gives the range.
  @Test func whatTheHelpSays() throws {
    try Places.withScratchFolder { folder in
      let help = try pvkit("check", "--help").output.split(whereSeparator: \.isWhitespace)
      #expect(
        help.joined(separator: " ").contains(
          "has the key `error`, and its lists of verdicts and findings are empty; one that could not "
            + "be read at all has only its name and `error`."))
      try Output.write("x", to: folder + "/damaged")
      let result = try pvkit("check", "--format", "json", folder + "/damaged", folder + "/none")
      let objects = try result.objects()
      #expect((objects[0]["verdicts"] as? [Any])?.isEmpty == true && objects[0]["error"] != nil)
      #expect((objects[0]["findings"] as? [Any])?.isEmpty == true)
      #expect(Set(objects[1].keys) == ["image", "error", "form", "version"])
      let limit = try pvkit("check", "--max-unpacked", "0", folder + "/damaged")
      #expect(limit.status == 2 && limit.errors.contains("at least 1"), "\(limit.errors)")
    }
  }

  @Test func aPayloadOverTheLimitIsAnError() throws {
    try pvkit("check", "--max-unpacked", "1M", DebianImages.linux())
      .expectOneError(containing: "1048576")
  }
}
