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
    case .end(let directory, _, _, _): "end \(directory)"
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

  /// A file is listed once, where it comes first; that of a link has a name of its own. The name of a
  /// file in a directory is that of a file that the user named, wherever it is named.
  @Test func filesThatAreNamedTwice() throws {
    try Places.withScratchFolder { folder in
      _ = try Command.run(["mkdir", "-p", folder + "/k/sub"])
      for name in ["k/a", "k/b", "k/sub/c"] { try Output.write("1", to: folder + "/" + name) }
      #expect(symlink("k", folder + "/link") == 0)
      #expect(symlink("a", folder + "/k/other") == 0)
      let k = folder + "/k"
      func inputs(_ names: String...) -> [String] {
        ImageList(names).inputs.map { text($0).replacing(folder + "/", with: "") }
      }
      let below = ["found k/a as k/a", "found k/b as k/b", "found k/sub/c as k/sub/c", "end k"]
      #expect(inputs(k + "/a", k + "/./a", folder + "/link/a", k + "/a") == ["named k/a"])
      #expect(inputs(k + "/a", k + "/other") == ["named k/a", "named k/other"])
      #expect(inputs(k, k + "/", folder + "/link") == below)
      #expect(inputs(k, k + "/b") == [below[0], "named k/b", below[2], "end k"])
      #expect(inputs(k + "/b", k) == ["named k/b", below[0], below[2], "end k"])
      #expect(inputs(k, k + "/sub") == below + ["end k/sub"])
      #expect(inputs(folder + "/none", folder + "/none", "-", "-").count == 3)
      // Each is a file of every directory that it is in.
      let places = ImageList([k + "/sub/c", k, k + "/sub"]).shard(1, of: 1).map(\.places)
      #expect(places == [[1, 4, 5], [4], [4], [4], [5]])
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
