// SPDX-License-Identifier: Apache-2.0

import AbiComparison
import ArgumentParser
import GuestImage
import HypervisorABI
import Reports

extension AbiCommand {
  /// Shows the changes for a guest between two sides.
  struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "diff",
      abstract: "Show what changed for a guest between two releases, kernels, or one of each.",
      discussion: """
        A change is breaking if something that a guest of the first side uses has another offset, \
        size or number on the second side, or is missing there. Growth at the end of a structure, \
        use of its padding, and new names are not breaking. For a kernel, its declarations are \
        compared; a structure that the first kernel declares and the second one does not is missing.

        --for omits changes that do not concern such a guest, by header:

        \(Self.scopes)

        A header for several kinds of guests, such as physdev.h or memory.h, is never omitted.

        Examples:
          pvkit abi diff 3.4 4.17
          pvkit abi diff --for pv-domu 3.4 4.17
          pvkit abi diff /boot/vmlinuz 4.20 --format json
          pvkit abi diff 4.17 4.20 --format html > diff.html

        Exit codes: 0 no breaking change; 1 breaking changes; 2 usage error; 3 could not compare.
        """)
    @OptionGroup var tree: TreeOptions
    @OptionGroup var base: BaseOption
    @Option(help: "Only this architecture, for releases and source trees.")
    var arch: ArchitectureChoice = .all
    @Option(
      name: .customLong("for"), help: "List only changes that may concern this kind of guest.")
    var kind = ScopeChoice.all
    @Option(help: "The output format; md is Markdown.") var format = Format.text
    @OptionGroup var limit: UnpackLimit
    @Argument(
      help: "One side: a release (\(XenRelease.range)), a kernel image or a source tree.",
      transform: DiffSide.parse)
    var before: DiffSide
    @Argument(
      help: "The other side: a release, a kernel image or a source tree.", transform: DiffSide.parse
    ) var after: DiffSide

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, md, html }

    /// The headers that each kind leaves out, as lines of the help text.
    private static let scopes = Table(
      GuestScope.allCases.map {
        ["  " + $0.rawValue, "without " + $0.headersLeftOut.joined(separator: ", ")]
      }
    ).lines().joined(separator: "\n")

    func run() throws {
      let listing = DiffListing(try readablePairs(), for: kind.scope)
      switch format {
      case .json: print(try renderJSON(listing))
      case .text: print(lines: listing.lines(style: .terminal()))
      case .md: print(listing.markdown, terminator: "")
      case .html: print(listing.html(version: Version.number), terminator: "")
      }
      if listing.breaking > 0 { throw ExitStatus.findings }
    }

    /// The pairs to compare. In JSON, an object reports a kernel that cannot be read.
    private func readablePairs() throws -> [(before: AbiView, after: AbiView)] {
      do {
        return try pairs()
      } catch let error as ImageError {
        if format == .json { print(try renderJSON(FailureReport(error), of: DiffListing.form)) }
        throw error
      }
    }

    /// Both sides on every architecture that they have in common. Images come first, because each
    /// has only one architecture.
    private func pairs() throws -> [(before: AbiView, after: AbiView)] {
      var wanted = arch.architectures
      var views: [[Architecture: AbiView]] = [[:], [:]]
      let sides = [before, after].enumerated().sorted { $0.element.isImage && !$1.element.isImage }
      for (index, side) in sides {
        views[index] = try side.views(on: wanted, limit: limit.bytes, tree, base)
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

/// `--for`: one kind of guest, or all.
enum ScopeChoice: ExpressibleByArgument {
  case all
  case only(GuestScope)

  init?(argument: String) {
    if argument == "all" {
      self = .all
    } else {
      guard let scope = GuestScope(rawValue: argument) else { return nil }
      self = .only(scope)
    }
  }

  /// Nil for `all`.
  var scope: GuestScope? { if case .only(let scope) = self { scope } else { nil } }

  static var allValueStrings: [String] { ["all"] + GuestScope.allCases.map(\.rawValue) }

  var defaultValueDescription: String { scope?.rawValue ?? "all" }
}
