// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Foundation
import TestGuests
import Testing

/// Directories, packages and lists of images, by any number of threads.
@Suite struct ManyImagesTests {
  /// Sixty guests, of which every third has a wrong owner of its notes and every seventh is cut off;
  /// beside them, what is no kernel.
  private static func directory(_ folder: String) throws -> String {
    let root = folder + "/kernels"
    for number in 0..<60 {
      var guest = TestGuest()
      if number % 3 == 0 { guest.notes[0].name = Array("name\0".utf8) }
      let bytes = guest.build().bytes
      try write(
        number % 7 == 0 ? Array(bytes.prefix(100)) : bytes, "\(root)/\(number % 5)/g\(number)")
    }
    try write(Array("text\n".utf8), root + "/README")
    try write([0x1f, 0x8b, 8, 0], root + "/damaged.gz")
    return root
  }

  private static func write(_ bytes: [UInt8], _ path: String) throws {
    let parent = path.split(separator: "/").dropLast().joined(separator: "/")
    _ = try Command.run(["mkdir", "-p", "/" + parent])
    try Output.write(bytes, to: path)
  }

  private static func tar(_ root: String, to file: String) throws {
    #expect(try Command.run(["tar", "-C", root, "--sort=name", "-czf", file, "."]).status == 0)
  }

  /// Standard output, standard error and the exit code are the same bytes for any number of jobs.
  @Test(arguments: ["text", "json", "sarif", "junit", "gcc"]) func jobsChangeNothing(
    format: String
  ) throws {
    try Places.withScratchFolder { folder in
      let root = try Self.directory(folder)
      try Self.tar(root, to: folder + "/k.tar.gz")
      func run(_ jobs: Int) throws -> [String] {
        let result = try pvkit(
          "check", "--format", format, "--jobs", "\(jobs)", root, folder + "/k.tar.gz", "/bin/sh",
          root + "/0/g5")
        #expect(result.status == 3)
        return [result.output, result.errors]
      }
      let one = try run(1)
      #expect(one[0].contains("g57"), "\(one)")
      #expect(one[1].contains("g7: "))
      #expect(!one[0].contains("README"))
      for jobs in [2, 4, 16] { #expect(try run(jobs) == one) }
    }
  }

  /// Each image once, called by its path from the directory that was named.
  @Test func whatIsInADirectory() throws {
    try Places.withScratchFolder { folder in
      let root = try Self.directory(folder)
      let result = try pvkit("check", "--format", "json", root)
      let images = try result.objects().map { $0["image"] as? String ?? "" }
      #expect(images.count == 61)
      #expect(images.first == "kernels/0/g0")
      #expect(Set(images).count == 61)
      #expect(images.last == "kernels/damaged.gz")
      // A package has the same, under its own name.
      try Self.tar(root, to: folder + "/k.tar.gz")
      let packed = try pvkit("check", "--format", "json", folder + "/k.tar.gz")
      let members = try packed.objects().map { $0["image"] as? String ?? "" }
      #expect(
        members
          == images.map { "k.tar.gz(" + $0.dropFirst("kernels/".count) + ")" })
    }
  }

  @Test func namesOfAList() throws {
    try Places.withScratchFolder { folder in
      let root = try Self.directory(folder)
      let names = ["\(root)/1/g1", "\(root)/2", "\(root)/4/g4"]
      let expected = try pvkit(
        "check", "--format", "json", names[0], names[1], names[2], "--jobs", "1")
      for separator in ["\n", "\0"] {
        let list = Array((names.joined(separator: separator) + separator).utf8)
        let result = try pvkit("check", "--format", "json", "--files-from", "-", input: list)
        #expect(result.output == expected.output)
        #expect(result.errors == expected.errors)
        try Output.write(list, to: folder + "/list")
        let named = try pvkit("check", "--format", "json", "--files-from", folder + "/list")
        #expect(named.output == expected.output)
      }
      #expect(try pvkit("check", "--files-from", folder + "/no").status == 3)
      #expect(try pvkit("check", "--files-from", "-", "-").status == 2)
      let none = try pvkit("check", "--no-config")
      #expect(
        none.status == 2 && none.errors.contains("(.pvkit.toml, which `pvkit init IMAGE ...`"))
      #expect(try !pvkit("notes", "list").errors.contains(".pvkit.toml"))
      for jobs in ["0", "-1"] {
        let wrong = try pvkit("check", "--jobs", jobs, root)
        #expect(wrong.status == 2 && wrong.errors.contains("--jobs: expected 1 to 1024"))
      }
    }
  }

  /// A kernel, package or other binary file that is given as a list is one error, and not one for
  /// each piece of it.
  @Test func whatIsNoList() throws {
    try Places.withScratchFolder { folder in
      let root = try Self.directory(folder)
      try Self.tar(root, to: folder + "/k.tar.gz")
      let old = try Command.run([
        "tar", "--format=v7", "-C", root, "-cf", folder + "/old.tar", "README",
      ])
      #expect(old.status == 0)
      let noise = (0..<9000).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 5) }
      try Self.write(noise, folder + "/noise")
      for (file, kind) in [
        (root + "/1/g1", "an ELF file"), (try DebianImages.linux(), "a bzImage"),
        (try DebianImages.gnumach(), "a file packed by gzip"),
        (folder + "/k.tar.gz", "a file packed by gzip"),
        (folder + "/old.tar", "a package or archive"), (folder + "/noise", "binary data"),
        (try DebianImages.linuxModule("xen-netfront"), "an ELF file"),
      ] {
        try pvkit("check", "--files-from", file)
          .expectOneError(containing: "\(file): is not a list of names: it is \(kind)")
      }
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: root + "/1/g1")))
      try pvkit("check", "--files-from", "-", input: bytes)
        .expectOneError(containing: "-: is not a list of names: it is an ELF file")
    }
  }

  /// Names that are not UTF-8 or have control characters, in a list of either kind.
  @Test func oddNamesOfAList() throws {
    try Places.withScratchFolder { folder in
      let guest = TestGuest().build().bytes
      try Self.write(guest, folder + "/k")
      let script = """
        cd "$1"; mkdir d
        for n in 'n\\377me' 'a\\033b' 'a\\177b' 'a\\rb' '\\037\\213' 'c\\nd'; do
          cp k "d/$(printf "$n")"
        done
        find d -type f -print0 > nul; "$2" check --files-from nul --format json
        rm "d/$(printf 'c\\nd')"; find d -type f > lines; "$2" check --files-from lines --format json
        """
      let result = try Command.run(["sh", "-c", script, "sh", folder, Places.pvkit])
      #expect(result.errors.isEmpty, "\(result.errors)")
      #expect(result.output.split(separator: "\n").count == 11, "\(result.output)")
      #expect(!result.output.contains("\"error\""))
    }
  }

  /// Behind the images, text has how many there were of each kind; of one, nothing is added.
  @Test func theTotal() throws {
    try Places.withScratchFolder { folder in
      let root = try Self.directory(folder)
      func last(_ images: String...) throws -> String {
        let result = try Command.run([Places.pvkit, "check"] + images)
        return String(try #require(result.output.split(separator: "\n").last))
      }
      // Of g0 to g59, every seventh is cut off, and of the others every third is wrong; and damaged.gz.
      let wrong = (0..<60).count { $0 % 7 != 0 && $0 % 3 == 0 }
      let right = (0..<60).count { $0 % 7 != 0 && $0 % 3 != 0 }
      let clean = try Self.clean(root, right)
      #expect(
        try last(root)
          == "61 images: \(clean), \(wrong) with findings, 10 could not be checked")
      let two = try last(root + "/1/g1", root + "/none")
      let one = try Self.clean(root + "/1/g1", 1)
      #expect(two == "2 images: \(one), 0 with findings, 1 could not be checked")
      #expect(try last(root + "/1/g1").contains("0 errors"))
      // Beside a baseline, only new findings count.
      let known = folder + "/known.json"
      try Output.write(try pvkit("check", "--format", "json", root).output, to: known)
      #expect(
        try last("--baseline", known, root)
          == "61 images: 51 without new findings, 0 with new findings, 10 could not be checked")
    }
  }

  /// What the total says of images without errors and warnings: notes are no findings that count, but
  /// an image with notes is not one without findings.
  private static func clean(_ images: String, _ count: Int) throws -> String {
    let objects = try pvkit("check", "--format", "json", images).objects()
    let noted = objects.count { object in
      (object["fingerprints"] as? [String])?.isEmpty == true
        && (object["findings"] as? [[String: Any]])?.isEmpty == false
    }
    let notes = noted > 0 ? ", \(noted) with only notes" : ""
    return "\(count - noted) without findings" + notes
  }

  /// Standard output names the images that could not be checked, with the reasons, in whatever
  /// detail. Where standard error is in the same place, its messages do, and each is there once.
  @Test(arguments: ["", "-q", "-v"]) func whatWasNotChecked(detail: String) throws {
    try Places.withScratchFolder { folder in
      let guest = TestGuest().build().bytes
      try Self.write(guest, folder + "/k/a")
      try Self.write(Array(guest.prefix(100)), folder + "/k/b")
      let options = detail.isEmpty ? [] : [detail]
      let check = [Places.pvkit, "check", "--mode", "pv", folder + "/k", folder + "/none"]
      let result = try Command.run(check + options)
      #expect(result.status == 3)
      let lines = result.output.split(separator: "\n")
      #expect(
        lines.last == "3 images: 1 without findings, 0 with findings, 2 could not be checked")
      let reasons = result.errors.split(separator: "\n").map { line in
        line.replacing("pvkit: \(folder)/", with: "")
      }
      try #require(reasons.count == 2 && reasons[0].hasPrefix("k/b: "), "\(result.errors)")
      let unchecked = zip(["k/b", "none"], reasons).map { name, reason in
        "\(name): could not be checked\(reason.dropFirst(name.count))"
      }
      #expect(lines.suffix(3).dropLast().map(String.init) == unchecked, "\(result.output)")
      let words = (check + options).joined(separator: " ")
      let together = try Command.run(["sh", "-c", "exec \(words) 2>&1"]).output
      for name in ["k/b", "none"] {
        let named = together.split(separator: "\n").filter { $0.contains(name + ": ") }
        #expect(named.count == 1 && named[0].hasPrefix("pvkit: "), "\(together)")
      }
      #expect(detail != "-q" || lines.count == 3, "\(result.output)")
      let part = try Command.run(check + ["--shard", "1/1", "--format", "json"])
      try Output.write(part.output, to: folder + "/1.json")
      let merged = try Command.run(
        [Places.pvkit, "report", "merge", "--format", "text", folder + "/1.json"] + options)
      #expect(merged.output == result.output)
    }
  }

  /// Of several images, one without errors and warnings takes one line; those that have any are shown
  /// in full, and alone if asked for.
  @Test(arguments: ["check --mode pv", "check --mode pv --xen 4.16,4.17"])
  func howMuchIsShown(command: String) throws {
    try Places.withScratchFolder { folder in
      let good = folder + "/good"
      for name in ["a", "b", "c"] { try Self.write(TestGuest().build().bytes, "\(good)/\(name)") }
      try RebuiltKernel.build(folder + "/bad")
      let words = [Places.pvkit] + command.split(separator: " ").map(String.init)
      func lines(_ options: String...) throws -> [String] {
        let result = try Command.run(words + options)
        #expect(result.errors.isEmpty && result.status < 2, "\(result.errors)")
        return result.output.split(separator: "\n").map(String.init)
      }
      let alone = try lines(good + "/a")
      let bad = try lines(folder + "/bad")
      #expect(alone.count > 1 && bad.count > 3, "\(alone), \(bad)")
      let all = try lines(good, folder + "/bad")
      #expect(all.count == 3 + bad.count + 1, "\(all)")
      for (line, name) in zip(all, ["a", "b", "c"]) {
        #expect(line.hasPrefix("good/\(name): ") && !line.contains("error"), "\(line)")
      }
      #expect(Array(all[3...].dropLast()) == bad)
      #expect(all.last?.hasPrefix("4 images: ") == true)
      let quiet = try lines("--quiet", good, folder + "/bad")
      #expect(quiet == Array(all[3...]))
      let verbose = try lines("-v", good, folder + "/bad")
      #expect(verbose.count == 3 * alone.count + bad.count + 1, "\(verbose)")
      // The only image of a directory is shown in full; of none without findings, quiet shows all.
      #expect(try lines(good + "/a", "-v") == alone)
      #expect(try lines("-q", good + "/a").isEmpty)
      #expect(try lines("-q", folder + "/bad") == bad)
      // Joined shards are shown like one run.
      let files = [1, 2].map { "\(folder)/\($0).json" }
      for (index, file) in files.enumerated() {
        let part = try Command.run(
          words + ["--format", "json", "--shard", "\(index + 1)/2", good, folder + "/bad"])
        try Output.write(part.output, to: file)
      }
      let forms: [([String], [String])] = [([], all), (["-q"], quiet), (["--verbose"], verbose)]
      for (option, expected) in forms {
        let merged = try Command.run(
          [Places.pvkit, "report", "merge", "--format", "text"] + option + files)
        #expect(merged.output.split(separator: "\n").map(String.init) == expected)
      }
      for wrong in [["-q", "-v"], ["-q", "--format", "json"], ["-v", "--format", "html"]] {
        #expect(try Command.run(words + wrong + [good]).status == 2, "\(wrong)")
      }
      #expect(try Command.run([Places.pvkit, "report", "merge", "-q"] + files).status == 2)
    }
  }

  /// What was asked for is shown of images without findings, too.
  @Test func whatWasAskedFor() throws {
    try Places.withScratchFolder { folder in
      let kernel = try DebianImages.linuxCloud()
      let link = folder + "/link"
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: kernel)
      let calls = try pvkit("scan", "--calls", kernel, link).output
      #expect(calls.contains("event_channel_op"), "\(calls)")
      let usual = try pvkit("scan", kernel, link).output
      #expect(!usual.contains("event_channel_op"))
      #expect(usual.split(separator: "\n").count == 3, "\(usual)")
    }
  }

  /// A directory or package in which there is nothing to check is not clean.
  @Test(arguments: ["check", "scan", "abi verify", "notes"]) func nothingThere(
    command: String
  ) throws {
    try Places.withScratchFolder { folder in
      try Self.write(Array("text\n".utf8), folder + "/none/README")
      try Self.write([], folder + "/none/sub/empty")
      try Self.tar(folder + "/none", to: folder + "/none.tar.gz")
      let words = command.split(separator: " ").map(String.init)
      for name in ["/none", "/none.tar.gz"] {
        let result = try Command.run([Places.pvkit] + words + [folder + name])
        result.expectOneError(containing: "\(folder)\(name): contains no kernel image")
        // What was looked at, and what a kernel is.
        let kinds = "a bzImage or a bootable x86 ELF file, packed or not"
        #expect(result.errors.contains(": none of its 2 files is \(kinds)"), "\(result.errors)")
      }
      let made = try Command.run(["mkdir", folder + "/links"])
      #expect(made.status == 0)
      for (name, links) in [
        ("a", "1 symbolic link, which is"), ("b", "2 symbolic links, which are"),
      ] {
        let linked = try Command.run(["ln", "-s", "../none/README", "\(folder)/links/\(name)"])
        #expect(linked.status == 0)
        let result = try Command.run([Places.pvkit] + words + [folder + "/links"])
        result.expectOneError(containing: "it has only \(links) not followed")
      }
    }
  }

  /// By name, by its directory, and in a list: checked and counted once, and the directory is not
  /// empty for it.
  @Test func aFileNamedTwice() throws {
    try Places.withScratchFolder { folder in
      let (kernel, root) = (folder + "/k/vmlinux", folder + "/k")
      var guest = TestGuest()
      guest.notes[0].name = Array("name\0".utf8)
      try Self.write(guest.build().bytes, kernel)
      let once = try pvkit("check", "--format", "junit", kernel)
      #expect(once.status == 1)
      let named = [
        [kernel, kernel, kernel], [kernel, root], [root, root], [root, kernel, root],
      ]
      for names in named {
        for jobs in ["1", "4"] {
          let result = try Command.run([Places.pvkit, "check", "--jobs", jobs] + names)
          #expect(result.status == 1 && result.errors.isEmpty, "\(result.errors)")
          #expect(!result.output.contains("2 images"), "\(result.output)")
        }
      }
      let list = Array("\(kernel)\n\(kernel)\n".utf8)
      let listed = try pvkit("check", "--format", "junit", "--files-from", "-", kernel, input: list)
      #expect(listed.output == once.output)
      // What the user names is reported, although it is in a directory.
      try Self.write(Array("text\n".utf8), root + "/README")
      let text = try pvkit("check", root, root + "/README")
      #expect(text.status == 3 && text.errors.contains("README: is not an ELF file"))
    }
  }

  /// What has the name of a kernel does not vanish, in a directory or a package. What is beside
  /// kernels does, and so do symbolic links.
  @Test(arguments: ["check", "notes"]) func damagedKernels(command: String) throws {
    try Places.withScratchFolder { folder in
      let root = folder + "/k"
      try Self.write(TestGuest().build().bytes, root + "/vmlinuz-1.2")
      try Self.write([], root + "/vmlinuz-6.1.0-1-amd64")
      try Self.write(Array("<html>\n".utf8), root + "/vmlinuz-6.1.0-2-amd64")
      try Self.write([UInt8](repeating: 0, count: 5000), root + "/sub/bzImage")
      for name in ["vmlinuz-1.2.sig", "vmlinuz-1.2.config", "vmlinux.lds", "System.map", "empty"] {
        try Self.write(name == "empty" ? [] : Array("text\n".utf8), "\(root)/\(name)")
      }
      try Self.write(Array("#!/bin/sh\n".utf8), root + "/vmlinuz-run")
      let link = ["ln", "-s", "vmlinuz-6.1.0-1-amd64", root + "/vmlinuz"]
      #expect(try Command.run(link).status == 0)
      try Self.tar(root, to: folder + "/k.tar.gz")
      for (place, start, end) in [(root, "\(root)/", ""), (folder + "/k.tar.gz", "", ")")] {
        let result = try pvkit(command, "--format", "json", place)
        #expect(result.status == 3)
        let lines = result.errors.split(separator: "\n").map(String.init)
        let wanted = [
          "sub/bzImage": "is not an ELF file, bzImage or gzip file",
          "vmlinuz-6.1.0-1-amd64": "is empty",
          "vmlinuz-6.1.0-2-amd64": "is not an ELF file, bzImage or gzip file",
        ]
        #expect(lines.count == wanted.count, "\(result.errors)")
        for (name, why) in wanted {
          let words = "\(start)\(name)\(end): is named like a kernel, but \(why); replace it by"
          #expect(lines.contains { $0.contains(words) }, "\(words): \(result.errors)")
        }
        #expect(try result.objects().count == wanted.count + 1)
        let one = try pvkit(command, "--format", "json", "--jobs", "1", place)
        #expect(one.output == result.output && one.errors == result.errors)
      }
    }
  }

  /// The kernel is judged, and then the package is said to be damaged.
  @Test func aDamagedPackage() throws {
    try Places.withScratchFolder { folder in
      try Self.write(TestGuest().build().bytes, folder + "/k/a")
      try Self.write(
        (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 5) }, folder + "/k/b")
      let file = folder + "/k.tar"
      #expect(try Command.run(["tar", "-C", folder + "/k", "-cf", file, "a", "b"]).status == 0)
      #expect(truncate(file, 50_000) == 0)
      let result = try pvkit("check", "--format", "json", file)
      #expect(result.status == 3)
      let objects = try result.objects()
      #expect(objects.map { $0["image"] as? String } == ["k.tar(a)", "k.tar"])
      #expect((objects[1]["error"] as? String)?.contains("the archive is damaged") == true)
      #expect(try pvkit("check", "--fix", "-o", folder + "/new", file).status == 3)
    }
  }

  /// Some modules have nothing but data.
  @Test func aModuleWithoutCode() throws {
    try Places.withScratchFolder { folder in
      let module = try DebianImages.linuxModule("tuner-types")
      try Self.write(
        [UInt8](Data(contentsOf: URL(fileURLWithPath: module))), folder + "/m/a.ko")
      let result = try pvkit("scan", "--format", "json", folder + "/m")
      #expect(result.status == 0, "\(result.errors)")
      #expect(try result.objects().map { $0["image"] as? String } == ["m/a.ko"])
    }
  }

  /// Kernels and modules alike; a module's types are those of its kernel, too.
  @Test(arguments: ["scan", "abi verify"]) func modulesToo(command: String) throws {
    try Places.withScratchFolder { folder in
      for name in ["xen-netfront", "xen-blkfront", "dummy"] {
        let module = try DebianImages.linuxModule(name)
        try Self.write(
          [UInt8](Data(contentsOf: URL(fileURLWithPath: module))), "\(folder)/m/\(name).ko")
      }
      let words = command.split(separator: " ").map(String.init)
      let base = command == "scan" ? [] : ["--base", try DebianImages.linux()]
      let result = try Command.run(
        [Places.pvkit] + words + base + ["--format", "json", "--jobs", "2", folder + "/m"])
      let images = try result.objects().map { $0["image"] as? String ?? "" }
      #expect(
        images == ["m/dummy.ko", "m/xen-blkfront.ko", "m/xen-netfront.ko"], "\(result.errors)")
      #expect(result.status == 0, "\(result.errors)")
    }
  }
}
