// SPDX-License-Identifier: Apache-2.0

import Commands
import HypervisorABI
import Testing

/// Guests as a user makes them, of every kind, for every release that had such guests.
@Suite struct GenerateGuestTests {
  /// What is generated, and what `pvkit check` is to be asked.
  struct Kind: Sendable, CustomTestStringConvertible {
    let options: String
    let question: [String]
    let releases: [XenRelease]
    var testDescription: String { options }

    init(_ options: String, asking question: String, since: XenRelease, until: XenRelease? = nil) {
      self.options = options
      self.question = question.split(separator: " ").map(String.init)
      releases = XenRelease.modelled.filter { Span(since: since, until: until).contains($0) }
    }

    static let withoutPAE = Kind(
      "--arch i386 --mode pv --no-pae", asking: "--mode pv --pv32", since: XenRelease(3, 0),
      until: XenRelease(3, 3))

    static let all = [
      Kind("--arch x86_64 --mode pv", asking: "--mode pv", since: XenRelease(3, 0)),
      Kind("--arch i386 --mode pv", asking: "--mode pv --pv32", since: XenRelease(3, 0)),
      withoutPAE,
      Kind("--arch x86_64 --mode pvh", asking: "--mode pvh --role domU", since: XenRelease(4, 8)),
      Kind("--arch i386 --mode pvh", asking: "--mode pvh --role domU", since: XenRelease(4, 8)),
      Kind("--arch i386 --mode hvm", asking: "--mode hvm --role domU", since: XenRelease(4, 8)),
    ]
  }

  private func check(_ guest: String, _ question: [String]) throws -> CommandResult {
    try Command.run([Places.pvkit, "check"] + question + [guest])
  }

  /// Built without a warning; every loader of its own release takes it, and no rule finds anything.
  @Test(arguments: Kind.all) func isCleanForItsRelease(kind: Kind) throws {
    #expect(!kind.releases.isEmpty)
    for release in kind.releases {
      for direct in release == kind.releases.first ? [false, true] : [false] {
        let guest = try GeneratedGuest(kind.options, for: "\(release)", direct: direct).image()
        let result = try check(guest, kind.question + ["--xen", "\(release)"])
        #expect(result.status == 0, "Xen \(release): \(result.output)\(result.errors)")
      }
    }
  }

  @Test func withoutPAEIsForNoXenOfToday() throws {
    let (kind, last) = (Kind.withoutPAE, Kind.withoutPAE.releases.last)
    #expect(last == XenRelease(3, 2))
    let guest = try GeneratedGuest(kind.options, for: "3.2").image()
    for release in ["3.3", "4.17"] {
      let result = try check(guest, kind.question + ["--xen", release])
      #expect(result.status == 1)
      #expect(result.output.contains("0 of 2 accept"), "\(result.output)")
      #expect(result.output.contains("[pae-mode]"))
    }
  }

  /// The words of each time: a string, then notes, then more of them.
  @Test(arguments: [
    ("3.0.0", "XEN_VER", "HYPERCALL_PAGE"), ("3.0.2", "HYPERCALL_PAGE=", "XEN_ELFNOTE"),
    ("3.0.3", "XEN_ELFNOTE_VIRT_BASE", "__xen_guest"),
    ("4.1", "XEN_ELFNOTE_HYPERCALL_PAGE", "SUPPORTED_FEATURES"),
    ("4.2", "XEN_ELFNOTE_SUPPORTED_FEATURES", "__xen_guest"),
  ])
  func namesItselfAsWasDoneThen(release: String, word: String, foreign: String) throws {
    try Places.withScratchFolder { (folder: String) throws -> Void in
      let made = try pvkit("generate", "guest", "--xen", release, folder + "/guest")
      try #require(made.status == 0, "\(made.errors)")
      let text = try Command.run(["sh", "-c", "cat \(folder)/guest/*.S"]).output
      #expect(text.contains(word) && !text.contains(foreign))
    }
  }
}
