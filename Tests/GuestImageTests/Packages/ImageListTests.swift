// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Glibc
import SystemPackage
import Testing

@testable import GuestImage

@Suite struct ImageListTests {
  private func text(_ input: ImageList.Input) -> String {
    switch input {
    case .named(let path, _): "named \(path)"
    case .found(let path, let title): "found \(path) as \(title)"
    case .end(let directory, _): "end \(directory)"
    case .tree(let path, _): "tree \(path)"
    case .unreadable(let error, let title): "unreadable \(error.image) as \(title)"
    }
  }

  /// Whoever waits sees how many there are already.
  @Test func filesAreCountedWhileTheyAreFound() throws {
    try Places.withScratchFolder { folder in
      for name in ["a", "b", "c"] { try Output.write("1", to: folder + "/" + name) }
      var counts: [Int] = []
      let list = ImageList(["x", folder], found: { counts.append($0) })
      #expect(counts == [2, 3, 4] && list.inputs.count == 5)
    }
  }

  @Test func filesComeInTheOrderOfTheirNames() throws {
    try Places.withScratchFolder { folder in
      _ = try Command.run(["mkdir", "-p", folder + "/k/b", folder + "/k/c/d", folder + "/t"])
      for name in ["k/z", "k/a", "k/b/x", "k/c/d/y", "t/tree"] {
        try Output.write("1", to: folder + "/" + name)
      }
      // No regular file, nothing in it, a link.
      try Output.write("", to: folder + "/k/empty")
      #expect(mkfifo(folder + "/k/fifo", 0o600) == 0)
      #expect(symlink("z", folder + "/k/link") == 0)
      #expect(symlink("..", folder + "/k/up") == 0)
      let list = ImageList(["-", "x", folder + "/k/", folder + "/t"]) { $0.hasSuffix("/t") }
      #expect(
        list.inputs.map(text) == [
          "named -", "named x", "found \(folder)/k/a as k/a", "found \(folder)/k/b/x as k/b/x",
          "found \(folder)/k/c/d/y as k/c/d/y", "found \(folder)/k/z as k/z",
          "end \(folder)/k/", "tree \(folder)/t",
        ])
    }
  }

  /// Each input is in one shard, and bears its number in the whole.
  @Test func shards() {
    let list = ImageList((0..<10).map { "f\($0)" })
    let shards = (1...3).map { list.shard($0, of: 3) }
    #expect(shards[0].map(\.number) == [1, 4, 7, 10])
    #expect(shards.flatMap { $0 }.map(\.number).sorted() == Array(1...10))
    #expect(text(shards[2][0].input) == "named f2")
  }
}
