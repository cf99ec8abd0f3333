// SPDX-License-Identifier: Apache-2.0

import AbiComparison
import ArgumentParser
import GuestImage
import HypervisorABI
import Reports

extension AbiCommand {
  /// What changed for a guest between two sides.
  struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "diff",
      abstract: "What changed for a guest between releases, kernels, or one of each.",
      discussion: """
        Breaking is what a guest of the first side meets in another place or size, under another \
        number, or not at all on the second; growth at the end, use of padding and new names are \
        not. A kernel is judged by what it declares.

        Examples:
          pvkit abi diff 3.4 4.17
          pvkit abi diff /boot/vmlinuz 4.20 --format json

        Exit codes: 0 nothing breaking, 1 something breaking, 2 usage, 3 could not compare.
        """)
    @OptionGroup var tree: TreeOptions
    @Option(help: "Only this architecture, of releases and trees; a kernel has its own.")
    var arch: ArchitectureChoice = .all
    @Option(help: "text or json.") var format = OutputFormat.text
    @Option(help: "Unpack a payload to at most this many bytes (K, M, G).")
    var maxUnpacked = ByteCount(1 << 30, text: "1G")
    @Argument(
      help: "A release (\(XenRelease.range)), a kernel image, or a source tree.",
      transform: DiffSide.meant)
    var before: DiffSide
    @Argument(help: "The like.", transform: DiffSide.meant) var after: DiffSide

    func run() throws {
      let listing = DiffListing(try readablePairs())
      switch format {
      case .json: print(try renderJSON(listing))
      case .text: print(lines: listing.lines(style: .terminal()))
      }
      if listing.breaking > 0 { throw ExitStatus.findings }
    }

    /// A kernel that cannot be read is an object in JSON too.
    private func readablePairs() throws -> [(before: AbiView, after: AbiView)] {
      do {
        return try pairs()
      } catch let error as ImageError {
        if format == .json { print(try renderJSON(FailureReport(error), .lines)) }
        throw error
      }
    }

    /// Both sides on every architecture that they have in common; images are asked first.
    private func pairs() throws -> [(before: AbiView, after: AbiView)] {
      var wanted = arch.architectures
      var views: [[Architecture: AbiView]] = [[:], [:]]
      let sides = [before, after].enumerated().sorted { $0.element.isImage && !$1.element.isImage }
      for (index, side) in sides {
        views[index] = try side.views(on: wanted, limit: maxUnpacked.bytes, tree)
        wanted = wanted.filter { views[index][$0] != nil }
      }
      return wanted.compactMap { architecture in
        guard let first = views[0][architecture], let second = views[1][architecture] else {
          return nil
        }
        return (first, second)
      }
    }
  }
}
