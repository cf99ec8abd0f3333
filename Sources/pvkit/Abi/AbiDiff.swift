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
    @Option(help: "Of two releases, only this architecture; a kernel has its own.")
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

    /// Both sides on every architecture that they have in common.
    private func pairs() throws -> [(before: AbiView, after: AbiView)] {
      let guests = try [before, after].map { side in
        try side.source(limit: maxUnpacked.bytes).map { try AbiView($0) }
      }
      let known = guests.compactMap { $0?.architecture }
      let common = arch.architectures.filter { wanted in known.allSatisfy { $0 == wanted } }
      let pairs = common.compactMap { architecture -> (before: AbiView, after: AbiView)? in
        guard let first = guests[0] ?? before.view(on: architecture),
          let second = guests[1] ?? after.view(on: architecture)
        else { return nil }
        return (first, second)
      }
      guard !pairs.isEmpty else { throw nothingInCommon(known) }
      return pairs
    }

    private func nothingInCommon(_ known: [Architecture]) -> any Error {
      let names = known.map(\.rawValue).joined(separator: " and ")
      return ValidationError(
        "The kernels are of \(names)\(arch == .all ? "" : ", not of \(arch.rawValue)"): "
          + "give two of one architecture")
    }
  }
}
