// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Foundation
import TestGuests
import Testing

/// The images of `.pvkit.toml`: their patterns, and what they are called.
@Suite struct ProjectImagesTests {
  /// Whatever the working directory is, images are called by their path from the file's directory: in
  /// reports, in the baseline, and where a suppression is held against them.
  @Test func namesFromTheFile() throws {
    try Places.withScratchFolder { folder in
      for directory in ["k/boot", "sub/deep"] {
        try FileManager.default.createDirectory(
          atPath: folder + "/" + directory, withIntermediateDirectories: true)
      }
      try Output.write(TestGuest().build().bytes, to: folder + "/k/boot/guest")
      try Output.write(
        "images = [\"k\"]\nmode = \"pvh\"\n[baseline]\ncheck = \"known.json\"\n",
        to: folder + "/.pvkit.toml")
      let places = [
        (".", "k/boot/guest"), ("sub/deep", "../../k/boot/guest"), ("k/boot", "guest"),
        ("k", "./boot/guest"), (".", "$PWD/k/boot/guest"),
      ]
      let json = "check --format json"
      let updated = try ProjectFolder.run(folder + "/sub", json + " --update-baseline")
      #expect(updated.status == 0, "\(updated.errors)")
      let expected = try ProjectFolder.run(folder, json)
      #expect(try expected.objects().map { $0["image"] as? String } == ["k/boot/guest"])
      #expect((try expected.objects().first?["fingerprints"] as? [String])?.isEmpty == false)
      for (place, name) in places {
        for images in ["", " \"\(name)\""] {
          let result = try ProjectFolder.run(folder + "/" + place, json + images)
          #expect(result.output == expected.output && result.status == 0, "\(place)\(images)")
          #expect(result.errors.isEmpty, "\(result.errors)")
        }
      }
    }
  }

  /// Images may be patterns; one that no file matches is reported, and the others are judged.
  @Test func patternsOfFiles() throws {
    try Places.withScratchFolder { folder in
      for name in ["k/a-1", "k/a-2", "k/b", "k/[x]"] {
        try FileManager.default.createDirectory(
          atPath: folder + "/k", withIntermediateDirectories: true)
        try Output.write(TestGuest().build().bytes, to: folder + "/" + name)
      }
      for (pattern, names) in [
        ("k/a-*", ["k/a-1", "k/a-2"]), ("k/[ab]*", ["k/a-1", "k/a-2", "k/b"]), ("k/?", ["k/b"]),
        ("k/[x]", ["k/[x]"]), (folder + "/k/a-?", ["k/a-1", "k/a-2"]),
      ] {
        try Output.write("images = [\"\(pattern)\"]", to: folder + "/.pvkit.toml")
        for place in [folder, folder + "/k"] {
          let found = try ProjectFolder.run(place, "check --format json")
          #expect(try found.objects().compactMap { $0["image"] as? String } == names, "\(pattern)")
          #expect(found.status == 0, "\(found.errors)")
        }
      }
      try Output.write("images = [\"k/z*\", \"k/b\"]", to: folder + "/.pvkit.toml")
      let missing = try ProjectFolder.run(folder, "check")
      #expect(missing.status == 3 && missing.errors.contains("k/z*: no file matches"))
      #expect(missing.output.hasPrefix("k/b: "))
    }
  }

  /// The command that fixes a finding names the file as a shell there does.
  @Test func aCureFromAnotherDirectory() throws {
    try Places.withScratchFolder { folder in
      try FileManager.default.createDirectory(
        atPath: folder + "/sub", withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        atPath: try DebianImages.gnumach(), toPath: folder + "/gnumach")
      try Output.write("images = [\"gnumach\"]", to: folder + "/.pvkit.toml")
      let result = try ProjectFolder.run(folder + "/sub", "check")
      #expect(result.output.contains("fixed by pvkit check --fix ../gnumach -o NEW"))
    }
  }
}
