// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Testing

/// What stands in a stream of JSON for an image that there is no report on.
@Suite struct FailureReportTests {
  @Test(arguments: ["check", "notes"]) func whatCannotBeReadIsAnObjectToo(command: String) throws {
    try Places.withScratchFolder { folder in
      #expect(FileManager.default.createFile(atPath: folder + "/empty", contents: Data()))
      #expect(mkfifo(folder + "/fifo", 0o600) == 0)
      for (name, words) in [("empty", "is empty"), ("none", "No such file"), ("fifo", "is a pipe")]
      {
        let result = try pvkit(command, "--format", "json", folder + "/" + name)
        #expect(result.status == 3)
        #expect(result.errors.split(separator: "\n").count == 1)
        let object = try #require(result.objects().first)
        #expect(object.keys.sorted() == ["error", "form", "image", "version"])
        #expect(object["form"] as? String == command)
        #expect(object["image"] as? String == name)
        let error = try #require(object["error"] as? String)
        #expect(error.hasPrefix(name + ": ") && error.contains(words), "\(error)")
      }
    }
  }

  @Test func notesOfWhatIsNoKernelAreAnErrorAndNothingElse() throws {
    let result = try pvkit("notes", "--format", "json", "/etc/passwd", DebianImages.linux())
    #expect(result.status == 3)
    let objects = try result.objects()
    #expect(objects.first?.keys.sorted() == ["error", "form", "image", "version"])
    #expect(objects.last?["notes"] != nil)
  }
}
