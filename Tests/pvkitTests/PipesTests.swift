// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import TestGuests
import Testing

/// What a shell passes for `<(command)`: a pipe, which can be read only once and is in no directory.
@Suite struct PipesTests {
  /// Runs a script in a directory with the guest `g`; `$pvkit` is the command, `$2` an object with types.
  private static func run(_ script: String) throws -> CommandResult {
    try Places.withScratchFolder { folder in
      try Output.write(TestGuest().build().bytes, to: folder + "/g")
      return try Command.run(
        ["bash", "-c", "cd \"$1\"; \(script)", "bash", folder, WrongObject.path()],
        environment: ["pvkit": Places.pvkit])
    }
  }

  @Test func anImageIsNamedAsGiven() throws {
    let images = try Self.run("\"$pvkit\" check --format json <(cat g) <(cat g)").objects()
      .map { $0["image"] as? String ?? "" }
    #expect(images.count == 2 && Set(images).count == 2)
    #expect(images.allSatisfy { $0.hasPrefix("/dev/fd/") }, "\(images)")
    let text = try Self.run("\"$pvkit\" check <(cat g)")
    #expect(text.output.hasPrefix("/dev/fd/"), "\(text.output)")
  }

  /// A printed command does not name what is gone when it is run: the image has to be saved first.
  @Test(arguments: ["<(cat h)", "- < h", "<(cat h.tar)"], ["text", "html"])
  func whatToDoIsPossible(image: String, format: String) throws {
    let result = try Self.run(
      """
      "$pvkit" notes remove g XEN_VERSION -o h && tar -cf h.tar h
      "$pvkit" check --format \(format) \(image)
      """)
    let command = "pvkit notes set IMAGE XEN_VERSION=xen-3.0 -o NEW"
    let text = result.output.replacing("<code>", with: "").replacing("</code>", with: "")
    #expect(
      text.contains("fixed by \(command), with the image saved to a file IMAGE"),
      "\(result.output)\(result.errors)")
    #expect(!text.contains("notes set /dev/") && !text.contains("notes set -"))
  }

  /// As which member to name it.
  @Test(arguments: ["<(cat k.tar)", "- < k.tar"]) func severalKernels(package: String) throws {
    let result = try Self.run(
      "cp g h; tar -cf k.tar g h; \"$pvkit\" map \(package)")
    result.expectOneError(
      containing: ": contains 2 kernel images; "
        + "save it to a file PACKAGE, and name 'PACKAGE(g)' or 'PACKAGE(h)'")
  }

  /// A baseline of `abi verify` is a report or a snapshot, which its content tells.
  @Test func aBaselineIsReadOnce() throws {
    let result = try Self.run(
      """
      "$pvkit" abi verify --format json "$2" > report.json
      "$pvkit" abi snapshot "$2" > snapshot.json
      for known in report.json snapshot.json; do
        "$pvkit" abi verify --baseline $known "$2" > out; echo $?
        "$pvkit" abi verify --baseline <(cat $known) "$2" > out; echo $?
      done
      """)
    #expect(result.output == "0\n0\n0\n0\n" && result.errors.isEmpty, "\(result)")
  }

  /// Whether a package has one kernel only has to be known before it is checked.
  @Test func aPackageToFix() throws {
    let result = try Self.run(
      "tar -cf k.tar g; \"$pvkit\" check --fix <(cat k.tar) -o new; status=$?; ls; exit $status")
    #expect(result.status == 3 && result.output == "g\nk.tar\n", "\(result)")
    #expect(result.errors.contains(": is a package; --fix takes a package as a file"))
  }

  /// The names in a project file that is in no directory are relative to the working directory.
  @Test func aProjectFile() throws {
    let result = try Self.run(
      "\"$pvkit\" check --format json --config <(echo 'images = [\"g\"]')")
    #expect(try result.objects().map { $0["image"] as? String } == ["g"], "\(result.errors)")
  }
}
