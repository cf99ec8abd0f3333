// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Foundation
import Generators
import HypervisorABI
import Testing

/// What somebody with a distribution's kernels does: guests of every release and mode, Debian's kernels and
/// modules, and the images that the loaders of many releases were asked about.
@Suite struct TwoHundredImagesTests {
  /// A directory of all of them; built once, and removed at the end.
  private static let folder = Result<String, any Error> {
    let folder = "/tmp/pvkit-test.images-\(getpid())"
    atexit {
      _ = try? FileManager.default.removeItem(atPath: "/tmp/pvkit-test.images-\(getpid())")
    }
    for name in ["guests", "vectors", "debian", "modules"] {
      try FileManager.default.createDirectory(
        atPath: folder + "/" + name, withIntermediateDirectories: true)
    }
    try generate(to: folder + "/guests")
    let vectors = Places.package + "/Tests/LoadersTests/Releases/Vectors/images.tar.xz"
    try run(["tar", "-xJf", vectors, "-C", folder + "/vectors"])
    let kernels = try [
      DebianImages.linuxCloud(), DebianImages.gnumach(), DebianImages.hvmloader(),
      DebianImages.grub32(), DebianImages.grub64(), DebianImages.grubPvh(), DebianImages.xenShim(),
    ]
    try run(["cp"] + kernels + [folder + "/debian"])
    let modules = URL(filePath: try DebianImages.linuxModule("xen-netfront"))
      .deletingLastPathComponent().deletingLastPathComponent().path
    try run([
      "sh", "-c", "find \(modules) -name '*.ko' | sort | head -60 | xargs cp -t \(folder)/modules",
    ])
    return folder
  }

  private static func run(_ words: [String]) throws {
    let result = try Command.run(words)
    guard result.status == 0 else { throw Missing(what: "\(words[0]): \(result.errors)") }
  }

  /// Each kind of guest for the newest release that has it, and a 64-bit PV guest for every release.
  private static func generate(to folder: String) throws {
    let kinds = Generate.GuestKind.all
    let newest = kinds.compactMap { kind in kind.releases.last.map { (kind, $0) } }
    let all = newest + kinds[0].releases.dropLast().map { (kinds[0], $0) }
    for (number, (kind, release)) in all.enumerated() {
      try run([
        "cp", GeneratedGuest(kind.options, for: "\(release)").image(),
        "\(folder)/\(kind.architecture)-\(kind.mode.rawValue)-\(release)-\(number)",
      ])
    }
  }

  /// The first kind's.
  private static func first(in folder: String) throws -> String {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    return try #require(names.first { $0.hasSuffix("-0") })
  }

  @Test func allAreThere() throws {
    let folder = try Self.folder.get()
    let objects = try pvkit("check", "--format", "json", folder).objects()
    let images = objects.compactMap { $0["image"] as? String }
    #expect(images.count >= 500)
    let guests = images.filter { $0.contains("/guests/") }
    for mode in GuestMode.kernels + [.hvm] {
      #expect(guests.contains { $0.contains("-\(mode.rawValue)-") }, "\(mode)")
    }
    for release in XenRelease.modelled {
      #expect(guests.contains { $0.contains("-\(release)-") }, "\(release)")
    }
    // What was generated for any release boots on today's.
    for object in objects where (object["image"] as? String)?.contains("/x86_64-") == true {
      let verdicts = try #require(object["verdicts"] as? [[String: Any]])
      #expect(verdicts.allSatisfy { $0["accepts"] as? Bool == true }, "\(object["image"] ?? "")")
    }
  }

  /// Standard output, standard error and the exit code, for any number of jobs.
  @Test(arguments: [
    "check --format json", "check --format html", "check --verbose --xen 3.4,4.17", "check",
    "scan --notes --format json", "scan --format sarif",
  ]) func jobsChangeNothing(command: String) throws {
    let folder = try Self.folder.get()
    // Code is gone through of what has some, and all of them once.
    let parts =
      command.hasPrefix("scan")
      ? ["guests", "modules", "debian"]
      : command.hasSuffix("json") ? ["."] : ["guests", "vectors"]
    let words = [Places.pvkit] + command.split(separator: " ").map(String.init)
    let results = try [1, 2, 4].map { jobs in
      try Command.run(words + ["--jobs", "\(jobs)"] + parts.map { folder + "/" + $0 })
    }
    #expect(results[0].output.utf8.count > (command == "check" ? 5_000 : 50_000))
    for other in results.dropFirst() {
      #expect(other.output == results[0].output)
      #expect(other.errors == results[0].errors)
      #expect(other.status == results[0].status)
    }
  }

  /// A shard that is killed says so by what it left; run again, it is as if nothing had been.
  @Test func aShardThatIsKilled() throws {
    let folder = try Self.folder.get() + "/vectors"
    try Places.withScratchFolder { (scratch) throws in
      let whole = try pvkit("check", "--format", "json", folder)
      func shard(_ number: Int) -> [String] {
        [
          Places.pvkit, "check", "--jobs", "1", "--shard", "\(number)/2", "--format", "json",
          folder,
        ]
      }
      func write(_ number: Int) throws {
        try Output.write(try Command.run(shard(number)).output, to: "\(scratch)/\(number).json")
      }
      try write(1)
      // Killed as soon as it has written anything.
      let file = open(scratch + "/2.json", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
      defer { close(file) }
      let child = try ChildProcess(shard(2), files: [STDOUT_FILENO: file], group: .shared)
      var status = stat()
      while child.isRunning(), fstat(file, &status) == 0, status.st_size == 0 { usleep(1000) }
      kill(child.id, SIGKILL)
      #expect(child.wait() == 128 + SIGKILL)
      let files = [scratch + "/2.json", scratch + "/1.json"]
      try pvkit("report", "merge", files[0], files[1])
        .expectOneError(containing: "2.json: has no last line of a shard's report")
      try write(2)
      let merged = try pvkit("report", "merge", files[0], files[1])
      #expect(merged.output == whole.output)
      #expect(merged.status == whole.status)
    }
  }

  /// What all of them have is known the next time, whatever was built anew meanwhile.
  @Test func aBaselineOfAll() throws {
    let folder = try Self.folder.get()
    try Places.withScratchFolder { (scratch) throws in
      let baseline = scratch + "/known.json"
      try Self.run(["cp", "-r", folder + "/guests", folder + "/vectors", scratch])
      let images = [scratch + "/guests", scratch + "/vectors"]
      let first = try pvkit(
        "check", "--baseline", baseline, "--update-baseline", images[0], images[1])
      // Some could not be judged.
      #expect(first.status == 3)
      // The next build, with everything elsewhere.
      let (newest, release) = (try Self.first(in: images[0]), XenRelease.modelled.last)
      let other = GeneratedGuest(for: "\(try #require(release))", level: "-O2")
      try Self.run(["cp", other.image(), images[0] + "/" + newest])
      let second = try pvkit(
        "check", "--format", "json", "--baseline", baseline, images[0], images[1])
      let objects = try second.objects().filter { $0["error"] == nil }
      let known = try objects.map { try #require($0["baseline"] as? [String: Any]) }
      #expect(known.count >= 500)
      #expect(known.allSatisfy { ($0["new"] as? [Any])?.isEmpty == true })
      #expect(known.allSatisfy { ($0["fixed"] as? [Any])?.isEmpty == true })
      #expect(known.contains { ($0["unchanged"] as? Int ?? 0) > 0 })
      #expect(second.status == 3)
    }
  }
}
