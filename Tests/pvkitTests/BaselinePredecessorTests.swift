// SPDX-License-Identifier: Apache-2.0

import Reports
import Testing

/// The image of a baseline with which one that the baseline does not have is compared.
@Suite struct BaselinePredecessorTests {
  /// A case: the versions in the baseline, those in the run, and which of the former the first of
  /// the run is compared with.
  struct Case: CustomTestStringConvertible, Sendable {
    let known: [String]
    let run: [String]
    let predecessor: String?

    init(_ known: [String], _ run: [String], _ predecessor: String?) {
      (self.known, self.run, self.predecessor) = (known, run, predecessor)
    }

    var testDescription: String { "\(run) with \(known)" }
  }

  private static func name(_ version: String) -> String { "k/vmlinuz-\(version)-amd64" }

  private static func baseline(_ images: [String]) throws -> Baseline {
    let lines = images.map {
      #"{"form":"baseline","version":1,"of":"check","image":"\#($0)","fingerprints":["a"]}"#
    }
    return try Baseline(lines.joined(separator: "\n"), of: .check)
  }

  @Test(arguments: [
    // Its own series, whatever others there are.
    Case(["6.1.0-25", "6.12.0-1"], ["6.1.0-26", "6.12.0-1"], "6.1.0-25"),
    Case(["6.1.0-25", "6.12.0-1"], ["6.1.0-26"], "6.1.0-25"),
    Case(["6.1.0-9", "6.1.0-25", "6.1.0-30"], ["6.1.0-26"], "6.1.0-25"),
    Case(["2.6.18-1", "2.6.32-1"], ["2.6.32-2"], "2.6.32-1"),
    // What the run does not have goes first, but an older one of the series is better than none.
    Case(["6.1.0-24", "6.1.0-25"], ["6.1.0-26", "6.1.0-25"], "6.1.0-24"),
    Case(["6.1.0-25"], ["6.1.0-26", "6.1.0-25"], "6.1.0-25"),
    Case(["5.10.0-30", "6.1.0-25"], ["6.1.0-26", "6.1.0-25"], "6.1.0-25"),
    // A newer one of the series, only if it is gone.
    Case(["4.1.0-25", "4.1.0-26", "6.12.0-1"], ["4.1.0-24", "6.12.0-1"], "4.1.0-25"),
    Case(["4.1.0-25"], ["4.1.0-24", "4.1.0-25"], nil),
    // An older series, only if it is gone; never a newer one.
    Case(["5.10.0-30", "6.1.0-25"], ["6.12.0-1"], "6.1.0-25"),
    Case(["5.10.0-30", "6.1.0-25"], ["6.12.0-1", "6.1.0-25"], "5.10.0-30"),
    Case(["6.1.0-25"], ["6.12.0-1", "6.1.0-25"], nil),
    Case(["6.12.0-1"], ["6.1.0-26"], nil),
    Case(["2.6.32-1"], ["2.6.18-1"], nil),
  ]) func predecessor(_ one: Case) throws {
    let baseline = try Self.baseline(one.known.map(Self.name)).beside(one.run.map(Self.name))
    let first = Self.name(one.run[0])
    for isOnly in [false, true] {
      #expect(baseline.counterpart(of: first, isOnly: isOnly) == one.predecessor.map(Self.name))
    }
  }

  /// The version of the member decides, and not that of the package or directory.
  @Test func members() throws {
    let baseline = try Self.baseline([
      "12.5/k.deb(vmlinuz-6.1.0-25)", "12.5/k.deb(vmlinuz-6.12.0-1)",
    ])
    #expect(
      baseline.counterpart(of: "12.6/k.deb(vmlinuz-6.1.0-26)", isOnly: false)
        == "12.5/k.deb(vmlinuz-6.1.0-25)")
    let same = baseline.beside(["12.5/k.deb"])
    #expect(
      same.counterpart(of: "12.5/k.deb(vmlinuz-6.1.0-26)", isOnly: false)
        == "12.5/k.deb(vmlinuz-6.1.0-25)")
    #expect(same.counterpart(of: "12.5/k.deb(vmlinuz-7.0)", isOnly: false) == nil)
    #expect(
      baseline.counterpart(of: "12.5/k.deb(vmlinuz-7.0)", isOnly: false)
        == "12.5/k.deb(vmlinuz-6.12.0-1)")
  }

  /// An update replaces the entry of the same name or of the same series, and no other one.
  @Test func replaced() throws {
    let baseline = try Self.baseline(["6.1.0-25"].map(Self.name))
    #expect(baseline.replaced(by: Self.name("6.1.0-25")) == Self.name("6.1.0-25"))
    #expect(baseline.replaced(by: Self.name("6.1.0-26")) == Self.name("6.1.0-25"))
    // It is compared with the older series, which keeps its entry.
    #expect(
      baseline.counterpart(of: Self.name("6.12.0-1"), isOnly: true) == Self.name("6.1.0-25"))
    #expect(baseline.replaced(by: Self.name("6.12.0-1")) == nil)
    #expect(baseline.counterpart(of: "guest", isOnly: true) == Self.name("6.1.0-25"))
    #expect(baseline.replaced(by: "guest") == nil)
  }

  /// The reports of some shards of a run are not a baseline; those of all are.
  @Test func shards() throws {
    func end(_ shard: Int) -> String {
      #"{"form":"shard","version":1,"of":"check","shard":\#(shard),"count":2}"#
    }
    let one = #expect(throws: Baseline.Problem.self) { try Baseline(end(1), of: .check) }
    #expect(one?.problem == "ends the report of shard 1/2, and other shards are missing")
    _ = try Baseline(end(1) + "\n" + end(2) + "\n", of: .check)
    let error = #expect(throws: Baseline.Problem.self) {
      try Baseline(#"{"form":"shard-view","version":1}"#, of: .check)
    }
    #expect(error?.problem == "is of a shard that was stopped before its end")
  }

  /// A baseline's only image is that of a run's only one, unless it is a later version of it.
  @Test func theOnlyImage() throws {
    let baseline = try Self.baseline(["guest"])
    #expect(baseline.counterpart(of: "vmlinuz-6.1", isOnly: true) == "guest")
    #expect(baseline.counterpart(of: "vmlinuz-6.1", isOnly: false) == nil)
  }
}
