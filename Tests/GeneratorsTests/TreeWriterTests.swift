// SPDX-License-Identifier: Apache-2.0

import Base
import FoundationEssentials
import Generators
import Testing

@Suite struct TreeWriterTests {
  private let files = [
    GeneratedFile(path: "one.c", text: "int one;\n"), GeneratedFile(path: "two.c", text: ""),
  ]

  /// Runs `body` with a path in a fresh directory that is removed afterwards.
  private func withPlace(_ body: (String) throws -> Void) throws {
    let parent = FileManager.default.temporaryDirectory.path + "/pvkit-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: parent) }
    try body(parent + "/guest")
    let left = try FileManager.default.contentsOfDirectory(atPath: parent)
    #expect(left.allSatisfy { $0 == "guest" }, "leftovers: \(left)")
  }

  private func read(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  private func put(_ text: String, _ path: String) throws {
    try text.write(toFile: path, atomically: false, encoding: .utf8)
  }

  @Test func makesATreeAndMakesItAgain() throws {
    try withPlace { place in
      try TreeWriter(directory: place).write(files)
      #expect(try read(place + "/one.c") == "int one;\n")
      try put("object", place + "/one.o")
      try TreeWriter(directory: place + "/").write([files[1]])
      let left = try FileManager.default.contentsOfDirectory(atPath: place).sorted()
      #expect(left == [".pvkit", "two.c"])
    }
  }

  @Test func fillsAnEmptyDirectory() throws {
    try withPlace { place in
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
      try TreeWriter(directory: place).write(files)
      #expect(try read(place + "/one.c") == "int one;\n")
    }
  }

  @Test func refusesAForeignFileAndLeavesItAlone() throws {
    try withPlace { place in
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
      try put("mine", place + "/one.c")
      #expect(throws: FileError.self) { try TreeWriter(directory: place).write(files) }
      #expect(try read(place + "/one.c") == "mine")
      #expect(try FileManager.default.contentsOfDirectory(atPath: place) == ["one.c"])
    }
  }

  @Test func refusesAnEditedFile() throws {
    try withPlace { place in
      try TreeWriter(directory: place).write(files)
      try put("edited", place + "/two.c")
      let error = #expect(throws: FileError.self) {
        try TreeWriter(directory: place).write(files)
      }
      #expect(error?.path == place + "/two.c")
      #expect(try read(place + "/two.c") == "edited")
    }
  }

  @Test func keepsForeignFilesUnderForce() throws {
    try withPlace { place in
      try FileManager.default.createDirectory(
        atPath: place + "/folder", withIntermediateDirectories: true)
      try put("mine", place + "/notes.txt")
      try put("old", place + "/one.c")
      try TreeWriter(directory: place, force: true).write(files)
      #expect(try read(place + "/one.c") == "int one;\n")
      #expect(try read(place + "/notes.txt") == "mine")
      #expect(FileManager.default.fileExists(atPath: place + "/folder"))
    }
  }

  @Test func makesWhatLeadsThere() throws {
    try withPlace { place in
      try TreeWriter(directory: place + "/include/xen/interface").write(files)
      #expect(try read(place + "/include/xen/interface/one.c") == "int one;\n")
    }
  }

  @Test func saysWhatCannotBeMade() throws {
    let error = #expect(throws: FileError.self) {
      try TreeWriter(directory: "/proc/nowhere/at/all").write(files)
    }
    #expect(error?.path == "/proc/nowhere")
    #expect(error?.problem.contains("cannot be made") == true)
  }

  /// A link, or a directory of the name of a file to be: nothing is done, and nothing is lost.
  @Test(arguments: ["one.c", "folder"]) func refusesWhatCannotBeReplaced(_ name: String) throws {
    try withPlace { place in
      try FileManager.default.createDirectory(
        atPath: place + "/one.c", withIntermediateDirectories: true)
      try put("mine", place + "/one.c/mine")
      try FileManager.default.createSymbolicLink(
        atPath: place + "/folder", withDestinationPath: "one.c")
      let file = GeneratedFile(path: name == "folder" ? "folder/two.c" : name, text: "")
      let error = #expect(throws: FileError.self) {
        try TreeWriter(directory: place, force: true).write([files[1], file])
      }
      #expect(error?.path == place + "/" + name)
      let left = try FileManager.default.contentsOfDirectory(atPath: place).sorted()
      #expect(left == ["folder", "one.c"])
      #expect(try read(place + "/one.c/mine") == "mine")
    }
  }
}
