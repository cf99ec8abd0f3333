// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Testing

@Suite struct ScratchDirectoryTests {
  private struct Stop: Error {}

  private func exists(_ path: String) throws -> Bool {
    try Command.run(["test", "-e", path]).status == 0
  }

  @Test func isGoneWhateverHappens() throws {
    let target = try ScratchDirectory("test")
    try target.write("kept", "text")
    var path = ""
    #expect(throws: Stop.self) {
      try ScratchDirectory.with("test") { directory in
        path = directory.path
        try directory.write("a/b/c.h", "text")
        try directory.link("tree/xen", to: target.path)
        #expect(try exists(directory.file("tree/xen/kept")))
        throw Stop()
      }
    }
    #expect(try !exists(path))
    #expect(try exists(target.file("kept")), "links are not followed")
  }

  /// By the lock that nobody holds; what only has the name stays.
  @Test func removesWhatKilledRunsLeft() throws {
    let living = try ScratchDirectory("sweep")
    try living.write("kept", "text")
    let parent = String(living.path.dropLast("pvkit-sweep-XXXXXX".count))
    let (dead, file, other) = ("pvkit-sweep-dead00", "pvkit-sweep-file00", "pvkit-swept-dead00")
    let made = try Command.run([
      "sh", "-ec", "cd \(parent); mkdir -p \(dead)/a \(other); echo > \(dead)/a/b; echo > \(file)",
    ])
    try #require(made.status == 0, "\(made.errors)")
    defer { _ = try? Command.run(["rm", "-r", parent + file, parent + other]) }
    let next = try ScratchDirectory("sweep")
    #expect(try !exists(parent + dead))
    #expect(try exists(parent + file) && exists(parent + other))
    #expect(try exists(living.file("kept")) && exists(next.path))
  }

  /// A sweep takes what is made and not locked yet for a killed run's; another one is made then.
  @Test func manyAtOnce() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<200 {
            let directory = try ScratchDirectory("crowd")
            try directory.write("a", "text")
          }
        }
      }
      try await group.waitForAll()
    }
  }

  @Test func goesWithTheObject() throws {
    var directory: ScratchDirectory? = try ScratchDirectory("test")
    let path = try #require(directory?.path)
    #expect(try exists(path))
    directory = nil
    #expect(try !exists(path))
  }

  /// The end of its process included, which leaves it without a lock.
  @Test func isKeptWhenAsked() throws {
    var directory: ScratchDirectory? = try ScratchDirectory("keep")
    let path = try #require(directory?.path)
    defer { _ = try? Command.run(["rm", "-r", path]) }
    try directory?.write("log", "text")
    try directory?.keep()
    directory = nil
    _ = try ScratchDirectory("keep")
    #expect(try exists(path + "/log"))
  }

  @Test func writesAFileAnew() throws {
    let directory = try ScratchDirectory("test")
    try directory.write("file", "a longer text")
    try directory.write("file", "short")
    #expect(try Command.run(["cat", directory.file("file")]).output == "short")
  }

  @Test func namesWhatItCannotMake() throws {
    let directory = try ScratchDirectory("test")
    try directory.write("file", "")
    let error = #expect(throws: FileError.self) { try directory.write("file/below", "") }
    #expect(error?.path.hasPrefix(directory.file("file")) == true)
  }
}
