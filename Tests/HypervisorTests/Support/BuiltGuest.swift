// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

import Commands
import Generators
import GuestImage
import Hypervisor
import HypervisorABI
import Loaders
import Testing

/// A reference guest, built, and what a run of it brought.
enum BuiltGuest {
  struct Run {
    let outcome: RunOutcome
    let console: String
    let findings: [RunFinding]
    let elapsed: UInt64
  }

  /// The generated PV64 guest of that release.
  static func reference<R>(for release: XenRelease = .standard, _ body: (String) throws -> R) throws
    -> R
  {
    try build(for: release, flags: "-O2", { _ in }, body)
  }

  /// The same with one mistake in place of its tests.
  static func seeded<R>(_ mistake: Int, seed: Int = 1, _ body: (String) throws -> R) throws -> R {
    let flags = "-O2 -g -DSEEDED=\(mistake) -DRANDOM_SEED=\(seed)u"
    let source = Places.package + "/Tests/HypervisorTests/Seeded/seeded.c"
    return try build(
      for: .standard, flags: flags,
      { tree in
        let remove = "rm -f \(tree)/tests*.c \(tree)/answers.c \(tree)/main.c"
        _ = try Command.run(["sh", "-c", "\(remove) && cp \(source) \(tree)/seeded.c"])
      }, body)
  }

  private static func build<R>(
    for release: XenRelease, flags: String, _ change: (String) throws -> Void,
    _ body: (String) throws -> R
  ) throws -> R {
    try Places.withScratchFolder { folder in
      let tree = folder + "/guest"
      let kind = try #require(Generate.GuestKind.named(architecture: "x86_64", mode: "pv"))
      try TreeWriter(directory: tree).write(Generate.guest(kind, for: release, direct: false))
      try change(tree)
      let result = try Command.run(["make", "-C", tree, "CFLAGS=" + flags])
      try #require(result.status == 0, "\(result.errors)")
      return try body(tree + "/guest.elf")
    }
  }

  /// Runs it to its end.
  static func run(_ path: String, _ change: (inout RunRequest) -> Void = { _ in }) throws -> Run {
    var request = RunRequest()
    request.memory = 32
    request.limit = 5_000_000_000
    change(&request)
    let kernel = try GuestKernel(
      image: try GuestImage.open(path: path), role: request.role, release: request.release,
      initrd: [], commandLine: "")
    let hypervisor = try Hypervisor(kernel, request)
    var console = ""
    hypervisor.onConsole = { console += $0 }
    let outcome = hypervisor.run()
    return Run(
      outcome: outcome, console: console, findings: hypervisor.found, elapsed: hypervisor.elapsed)
  }
}
