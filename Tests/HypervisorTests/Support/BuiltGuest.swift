// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

import Base
import Commands
import Generators
import GuestImage
import Hypervisor
import HypervisorABI
import Loaders
import Testing

/// Builds reference guests, and runs them.
enum BuiltGuest {
  struct Run {
    let outcome: RunOutcome
    let console: String
    let findings: [RunFinding]
    let elapsed: UInt64
  }

  /// The generated PV64 guest for the standard release.
  static let reference = Result { try built(for: .standard) }

  /// The same with 32 bits and PAE.
  static let narrow = Result { try built(for: .standard, i386) }

  /// The options of a guest of 32 bits.
  static let i386 = "--arch i386 --mode pv"

  /// The same guest with mistakes instead of its tests; the command line selects one.
  static let seeded = Result {
    try replaced(by: "seeded.c", without: "main.c") { tree in
      try Output.write(examples, to: tree + "/examples.h")
    }
  }

  /// The number of the wrong side of the first example.
  static let firstExample = 100

  /// The examples of all rules in C, for seeded.c to include: a function for each side.
  private static var examples: String {
    let all = RunRule.allCases.map(\.example) + [.ending]
    let names = all.indices.flatMap { ["wrong\($0)", "right\($0)"] }
    let bodies = all.flatMap { [$0.wrong, $0.right] }
    let functions = zip(names, bodies).map { "static void \($0)(void)\n{\n\($1)\n}\n" }
    return ([RunExample.declarations] + functions).joined(separator: "\n")
      + "\nstatic void (*const examples[])(void) = { \(names.joined(separator: ", ")) };\n"
  }

  /// The same guest with exceptions instead of its tests.
  static let exceptions = Result { try replaced(by: "exceptions.c") }

  /// The same guest with random sequences of hypercalls instead of its tests.
  static let sequences = Result { try replaced(by: "sequences.c") }

  /// The same guest with queues of events and grants of version 2 instead of its tests.
  static let queues = Result { try replaced(by: "queues.c") }

  /// A guest for Xen 3.0.0 that asks for what only later releases have.
  static let first = Result { try replaced(by: "first.c", for: "3.0.0") }
  static let narrowFirst = Result { try replaced(by: "first.c", kind: i386, for: "3.0.0") }

  /// A guest of 32 bits whose kernel goes to ring 3 by itself.
  static let rings = Result { try replaced(by: "rings.c", kind: i386) }

  private static func replaced(
    by name: String, without other: String = "", kind: String = "--arch x86_64 --mode pv",
    for release: String = "4.17", _ change: (String) throws -> Void = { _ in }
  ) throws -> GuestImage {
    // As the Makefile builds it, with source lines.
    let guest = GeneratedGuest(kind, for: release, level: "-O2 -g")
    return try guest.withCopy { tree in
      let source = Places.package + "/Tests/HypervisorTests/Seeded/" + name
      let remove = "cd \(tree) && rm -f tests*.c answers.c \(other)"
      let result = try Command.run(["sh", "-c", "\(remove) && cp \(source) ."])
      try #require(result.status == 0, "\(result.errors)")
      try change(tree)
      // Its bytes, because the file is removed.
      let bytes = try GuestImage.open(path: guest.rebuilt(tree)).file.array
      return GuestImage(name: "guest.elf", file: Bytes(bytes))
    }
  }

  /// The generated guest for a release.
  static func built(
    for release: XenRelease, _ kind: String = "--arch x86_64 --mode pv"
  ) throws -> GuestImage {
    try GuestImage.open(path: GeneratedGuest(kind, for: "\(release)").image())
  }

  /// Runs a guest until it ends.
  static func run(
    _ image: GuestImage, _ commandLine: String = "",
    _ change: (inout RunRequest) -> Void = { _ in }
  ) throws -> Run {
    var request = RunRequest()
    request.memory = 32
    request.limit = 5_000_000_000
    change(&request)
    let kernel = try GuestKernel(
      image: image, role: request.role, release: request.release, initrd: [],
      commandLine: commandLine)
    let hypervisor = try Hypervisor(kernel, request)
    var console = ""
    hypervisor.onConsole = { console += $0 }
    let outcome = hypervisor.run()
    return Run(
      outcome: outcome, console: console, findings: hypervisor.found, elapsed: hypervisor.elapsed)
  }
}
