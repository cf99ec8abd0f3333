// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

@testable import PatchEngine

/// A lock and a proof know an entry by what it does to their release: a change that does not reach
/// it leaves them valid, and one that does makes them stale.
@Suite struct EffectTests {
  private static let entry = """
    Subject: a subject
    Reason: a reason
    Origin: own
    Until: 2.6.18
    Requires: one/0100-first

    edit a.c
    either until 2.6.17:
    find: int a;
    after: int old;
    or since 2.6.18:
    find: int a;
    after: int new;
    end

    edit {arch}/c.c until 2.6.18
    find: int c;
    loose: all of it goes
    wrap CONFIG_XEN: int d;

    new {asm}/x.h

    """
  private static let first = Scene.entry("edit a.c\nfind: int b;\nafter: int e;")
  private static let tree = [
    "a.c": "int a;\nint b;\n", "arch/x86_64/c.c": "int c;\n", "arch/i386/c.c": "int c;\n",
  ]
  private static let file = "one/0110-second/entry"
  private static let settings = "# a remark\nCONFIG_XEN=y\n# CONFIG_SMP is not set\n"
  private static let kit = [
    file: entry, "one/0110-second/files/asm/x.h": "/* x */\n", "one/0100-first/entry": first,
    "configs/x86_64": settings, "suppressions/x86_64/all": "# a remark\nmain  hlt  it is right\n",
    "series": "one/0100-first\none/0110-second +port\n",
    "releases/2.6.18": Scene.release + "Config x86_64: configs/x86_64\n",
  ]

  private struct Stale: Equatable {
    var lock: [String]
    var proof: [String]
    static let nothing = Stale(lock: [], proof: [])
    static let second = Stale(lock: ["one/0110-second"], proof: ["one/0110-second"])
  }

  /// What a change of the kit makes stale, of 2.6.18 as it was locked for both architectures and
  /// proven on one.
  private func stale(_ files: [String: String], _ changes: [(String, String, String)]) throws
    -> Stale
  {
    var result = Stale.nothing
    try Scene.with(tree: Self.tree, kit: Self.kit.merging(files) { $1 }) { scene in
      let bench = try scene.bench([.x86_64])
      let lock = try bench.releaseLock()
      let built = Proof.Result(
        architecture: "x86_64", stage: "build", state: .held, seconds: 1, detail: "")
      let proof = try Proof(
        of: bench.wholePlan(), kit: bench.kit, compiler: "gcc", hypervisor: "Xen",
        results: [built], timings: [])
      let before = try Kit(directory: scene.kitFolder)
      #expect(try before.changed(since: lock).isEmpty && proof.changed(in: before).isEmpty)
      for (path, old, new) in changes {
        let bytes = try KitFile.read(scene.kitFolder + "/" + path) ?? []
        let text = String(decoding: bytes, as: UTF8.self)
        try #require(old.isEmpty || text.contains(old), "\(old)")
        try scene.put(
          [path: old.isEmpty ? text + new : text.replacing(old, with: new)], in: scene.kitFolder)
      }
      let kit = try Kit(directory: scene.kitFolder)
      result = Stale(lock: kit.changed(since: lock), proof: try proof.changed(in: kit))
    }
    return result
  }

  /// What another release gets, how the entry is written, and what it says of itself.
  @Test(arguments: [
    (file, "Until: 2.6.18", "Until: 2.6.19"), (file, "Until: 2.6.18\n", ""),
    (file, "Until: 2.6.18", "Since: 2.6.17\nUntil: 2.6.18"),
    (file, "edit {arch}/c.c until 2.6.18", "edit {arch}/c.c"), (file, "int old;", "int older;"),
    (file, "\nend\n", "\nend\n\nedit b.c until 2.6.17\nfind: int z;\ndelete\n"),
    (
      file, "int new;\nend",
      "int new;\nend\neither until 2.6.17:\nfind: int b;\ndelete\nor since 2.6.18:\nnothing\nend"
    ),
    (file, "Reason: a reason", "Reason: a better\n  reason"), (file, "a subject", "another"),
    (file, "edit a.c", "# a remark\nedit a.c"), (file, "all of it goes", "all of it may go"),
    (file, "new {asm}/x.h", "new {asm}/x.h\nnew y.h from asm/x.h until 2.6.17"),
    (file, "either until 2.6.17:", "either until 2.6.16:\nnothing\nor since 2.6.17 until 2.6.17:"),
    ("series", "+port", "+port +x86_64 +i386"), ("releases/2.6.19", "port", "mainline"),
    ("releases/2.6.18", "", "Path hvc: drivers/char\n"),
    ("releases/2.6.18", "", "# a remark\n"),
    ("configs/x86_64", "# a remark", "# another"), ("configs/i386", "", "CONFIG_SMP=y\n"),
    ("suppressions/x86_64/all", "it is right", "it is just right"),
    ("suppressions/x86_64/2.6.18-", "", "main hlt again\n"),
    ("suppressions/x86_64/2.6.19-", "", "main cli a reason\n"),
    ("suppressions/i386/all", "", "main cli a reason\n"),
  ])
  func aChangeThatDoesNotReachARelease(_ path: String, _ old: String, _ new: String) throws {
    #expect(try stale([:], [(path, old, new)]) == .nothing)
  }

  /// Sections and alternatives that are arranged in another way do the same.
  @Test func anotherArrangement() throws {
    let whole = """
      either since 2.6.18:
      edit a.c
      find: int a;
      after: int new;
      or until 2.6.17:
      nothing
      end
      """
    let parts = """
      edit a.c
      either until 2.6.17:
      find: int a;
      after: int old;
      or since 2.6.18:
      find: int a;
      after: int new;
      end
      """
    #expect(try stale([:], [(Self.file, parts, whole)]) == .nothing)
    let moved = Self.entry.replacing("new {asm}/x.h\n", with: "")
      .replacing("edit a.c", with: "new {asm}/x.h\n\nedit a.c")
    #expect(try stale([:], [(Self.file, Self.entry, moved)]) == .nothing)
  }

  /// What 2.6.18 gets.
  @Test(arguments: [
    (file, "int new;", "int newer;"), (file, "wrap CONFIG_XEN", "wrap CONFIG_YEN"),
    (file, "wrap CONFIG_XEN: int d;", "replace: int d;"),
    (file, "find: int c;\nloose", "find word: c\nloose"),
    (file, "loose: all of it goes\n", ""), (file, "Requires: one/0100-first\n", ""),
    (file, "either until 2.6.17", "either until 2.6.17 on i386,x86_64"),
    (file, "new {asm}/x.h", "new {asm}/xen/x.h from asm/x.h"),
    (file, "new {asm}/x.h", "new {asm}/x.h\nnew y.h from asm/x.h since 2.6.18"),
    ("one/0110-second/files/asm/x.h", "x", "y"), ("series", "+port", "+port +x86_64"),
    ("releases/2.6.18", "include/asm-x86_64", "include/asm-x86"),
  ])
  func aChangeThatReachesARelease(_ path: String, _ old: String, _ new: String) throws {
    let isSame = new.contains("on i386,x86_64") || new.contains("+x86_64")
    let found = try stale([:], [(path, old, new)])
    if new.contains("+x86_64") {
      // What was proven on x86_64 is as it was.
      #expect(found == Stale(lock: ["one/0110-second"], proof: []))
    } else {
      #expect(found == (isSame ? .nothing : .second))
    }
  }

  /// What only a proof depends on.
  @Test(arguments: [
    ("configs/x86_64", "=y", "=n", "Config x86_64"),
    ("configs/x86_64", "# CONFIG_SMP is not set", "", "Config x86_64"),
    ("suppressions/x86_64/all", "hlt", "cli", "suppressions x86_64"),
    ("suppressions/x86_64/2.6.18-", "", "main cli a reason\n", "suppressions x86_64"),
    ("releases/2.6.18", "", "Make: CC=gcc-12\n", "releases/2.6.18"),
  ])
  func aPartOfAProof(_ path: String, _ old: String, _ new: String, _ part: String) throws {
    #expect(try stale([:], [(path, old, new)]) == Stale(lock: [], proof: [part]))
  }

  /// The file's name does not matter where the release gets the same by it.
  @Test func partsUnderOtherNames() throws {
    let changes = [
      ("configs/both", "", Self.settings), ("releases/2.6.18", "configs/x86_64", "configs/both"),
      ("suppressions/x86_64/all", "main  hlt  it is right\n", ""),
      ("suppressions/x86_64/2.6.16-2.6.18", "", "main hlt it is right\n"),
    ]
    #expect(try stale([:], changes) == .nothing)
  }

  /// Two insertions that meet are in the order of the series.
  @Test func theOrderOfEntries() throws {
    let free = Self.entry.replacing("Requires: one/0100-first\n", with: "")
    let change = (
      "series", "one/0100-first\none/0110-second +port\n", "one/0110-second +port\none/0100-first\n"
    )
    let both = ["one/0110-second", "one/0100-first"]
    #expect(try stale([Self.file: free], [change]) == Stale(lock: both, proof: ["series"]))
  }

  /// Requirements count as far as they reach the release, also through an entry that does not.
  @Test func requirementsThatReachARelease() throws {
    let old = Scene.entry("edit a.c\nfind: int b;\nafter: int o;", header: "Until: 2.6.17")
    let files = [
      "one/0105-old/entry": old, "series": "one/0100-first\none/0105-old\none/0110-second +port\n",
    ]
    let through = (Self.file, "Requires: one/0100-first", "Requires: one/0100-first one/0105-old")
    #expect(try stale(files, [through]) == .nothing)
    let only = (Self.file, "Requires: one/0100-first", "Requires: one/0105-old")
    #expect(try stale(files, [only]) == .second)
    let chain = (
      "one/0105-old/entry", "Until: 2.6.17", "Until: 2.6.17\nRequires: one/0100-first"
    )
    #expect(try stale(files, [only, chain]) == .nothing)
  }

  /// An alternative for another release, a wider range, a file for it alone: pvkit's own kit with a
  /// release more, in every entry that is for it.
  @Test func aReleaseIsAddedToItsOwnKit() throws {
    let own = try Kit(directory: Places.package + "/patches")
    let newest = try #require(own.releases.last)
    let number = newest.release.numbers[2]
    let (last, next) = ("2.6.\(number)", "2.6.\(number + 1)")
    let entries = own.entries.filter {
      $0.releases.until == nil && !$0.architectures(for: KitTarget(newest)).isEmpty
    }
    try #require(entries.count >= 10)
    try Places.withScratchFolder { folder in
      let copy = folder + "/kit"
      try #require(try Command.run(["cp", "-r", own.directory, copy]).status == 0)
      let scene = Scene(folder: folder)
      func text(_ path: String) throws -> String {
        String(decoding: try #require(try KitFile.read(copy + "/" + path)), as: UTF8.self)
      }
      try scene.put(["releases/\(next)": try text("releases/\(last)")], in: copy)
      var added = 0
      for entry in entries {
        let file = "\(entry.id)/entry"
        let (more, count) = Self.withAlternative(try text(file), until: last, since: next)
        added += count
        try scene.put(
          [file: more + "\nnew new/\(entry.id.dropFirst(5)).h from n.h since \(next)\n"], in: copy)
        try scene.put(["\(entry.id)/files/n.h": "/* new */\n"], in: copy)
      }
      try #require(added >= 2)
      let kit = try Kit(directory: copy)
      let locks = try kit.locks()
      try #require(locks.count >= 6)
      for lock in locks { #expect(kit.changed(since: lock).isEmpty, "\(lock.release)") }
      let matrix = try Matrix(kit)
      let column = try #require(matrix.releases.firstIndex(of: next))
      #expect(matrix.rows.allSatisfy { [.neverLocked, .notNeeded].contains($0.cells[column]) })
    }
  }

  /// Each alternative without an end gets one, and another one behind it. One within an alternative
  /// that has an end has that end.
  private static func withAlternative(
    _ text: String, until last: String, since next: String
  ) -> (String, Int) {
    var (lines, open, count): ([String], [Bool], Int) = ([], [], 0)
    /// Whether the present alternative of each choice, from outside to inside, has an end.
    var hasEnd: [Bool] = []
    var (isBlock, previous) = (false, "")
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      var line = line
      if line == "<<<" || line == ">>>" { isBlock = line == "<<<" }
      let keyword = isBlock ? "" : String(line.prefix { $0.isLetter })
      let isScope = keyword == "from" || (keyword == "to" && previous != "from")
      if keyword == "either" || isScope {
        open.append(false)
        hasEnd.append(false)
      }
      let isAlternative = keyword == "either" || keyword == "or"
      if isAlternative { hasEnd[hasEnd.count - 1] = line.contains("until ") }
      if isAlternative, line.contains("since "), !hasEnd.contains(true) {
        line = line.dropLast() + " until \(last):"
        open[open.count - 1] = true
        count += 1
      }
      if keyword == "end" {
        hasEnd.removeLast()
        if open.removeLast() { lines += ["or since \(next):", "nothing"] }
      }
      lines.append(line)
      previous = keyword
    }
    return (lines.joined(separator: "\n"), count)
  }
}
