// SPDX-License-Identifier: Apache-2.0

import AbiComparison
import ArgumentParser
import GuestImage
import GuestTypes
import HypervisorABI
import Reports

extension AbiCommand {
  /// Records a kernel's own declarations of the interface.
  struct Snapshot: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "snapshot",
      abstract: "Record a kernel's declarations of Xen's structures, for `abi verify --baseline`.",
      discussion: """
        Examples:
          pvkit abi snapshot vmlinux -o recorded.json
          pvkit abi snapshot linux-image.deb -o recorded.json

        Exit codes: 0 written; 2 usage error; 3 the kernel has no types.
        """)

    @OptionGroup var limit: UnpackLimit
    @OptionGroup var guest: GuestOptions
    @Argument(help: UnpackLimit.image, completion: .file())
    var image: String
    @OptionGroup var output: OutputOption

    func run() throws {
      var inputs = InputFiles(image: image)
      inputs.add(guest.base.base.map { NamedImage($0).file }, as: "the kernel of the module")
      try inputs.check(isNot: output.output)
      let (source, _) = try guest.source(image, limit: limit.bytes)
      let record = try Record(
        NamedTypes(source), structures: GuestComparison.structureNames,
        constants: GuestComparison.constantNames)
      guard !record.layouts.isEmpty else { throw TypeCheck.nothing(image, source) }
      try output.write(try record.json() + "\n")
    }
  }
}
