// SPDX-License-Identifier: Apache-2.0

import AbiComparison
import HypervisorABI

/// The section for a structure on its header's page: facts, picture, members and changes.
struct StructureSection {
  private let tag: String
  private let history: History
  private let release: XenRelease
  private let layouts: [Layout]
  private let memberSpans: [String: Span]

  init(_ tag: String, _ history: History) {
    self.tag = tag
    self.history = history
    let newest = history.newest(with: tag) ?? AbiReference.release
    release = newest
    memberSpans = history.spans(ofMembersOf: tag)
    layouts = Architecture.allCases.compactMap { Layout(tag, in: newest, on: $0) }
  }

  var text: String {
    Markdown.page([
      "### " + tag, layouts.first?.structure.summary ?? "", facts, picture, members, changes,
    ])
  }

  private var facts: String {
    let sizes =
      Set(layouts.map(\.size)).count == 1 && layouts.count > 1
      ? "\(layouts[0].size) bytes on both architectures"
      : layouts.map { "\($0.size) bytes on \($0.architecture)" }.joined(separator: ", ")
    let state = release == AbiReference.release ? "" : " in \(release), the last that has it"
    let name = Markdown.code(layouts.first?.structure.cName ?? tag)
    return "\(name), \(lifetime.wholeWords): \(sizes)\(state)."
      + uses
  }

  /// The releases that have the structure, in any of its declarations.
  private var lifetime: Span {
    let spans = Structure.all.filter { $0.name == tag }.map(\.span)
    let since = spans.map(\.since).min() ?? release
    let lasts = spans.compactMap(\.until)
    return Span(since: since, until: lasts.count == spans.count ? lasts.max() : nil)
  }

  /// The commands that take it as their argument.
  private var uses: String {
    let calls = Hypercall.all.flatMap { call in
      (call.commands?.constants ?? [])
        .filter { HypercallsPage.argument(of: $0, in: call) == tag }
        .map { Markdown.link(Markdown.code($0.name), HypercallsPage.target(of: call)) }
    }
    var seen: Set<String> = []
    let names = calls.filter { seen.insert($0).inserted }
    return names.isEmpty ? "" : " The argument of \(names.joined(separator: ", "))."
  }

  private var picture: String {
    if let drawing = Pictures.drawing(of: tag) { return drawing }
    return "```text\n" + OffsetText.lines(layouts).joined(separator: "\n") + "\n```"
  }

  private var members: String {
    let rows = Layout.memberNames(of: layouts).map { name in
      let placed = layouts.map { layout in layout.members.first { $0.name == name } }
      let one = placed.lazy.compactMap { $0 }.first
      return placed.map { $0.map { String($0.offset) } ?? "-" }
        + [sizes(placed), Markdown.code(one?.type ?? ""), Markdown.code(name)]
        + [one.map(releases) ?? ""]
    }
    return Markdown.table(
      layouts.map { "\($0.architecture)" } + ["bytes", "type", "member", "releases"], rows)
  }

  /// The releases that have a member; empty if they are the same as for the structure.
  private func releases(_ member: Layout.Member) -> String {
    let span = memberSpans[History.memberKey(member)]
    return span == lifetime ? "" : span?.words ?? ""
  }

  private func sizes(_ placed: [Layout.Member?]) -> String {
    let sizes = placed.compactMap { $0?.size }
    return Set(sizes).count == 1 ? "\(sizes[0])" : sizes.map(String.init).joined(separator: " / ")
  }

  /// The sizes in all releases, if they differ.
  private var changes: String {
    let steps = history.sizes(of: tag)
    guard steps.count > 1 else { return "" }
    let words = steps.map { step in
      let sizes = Architecture.allCases.map { step.sizes[$0].map(String.init) ?? "-" }
      return "\(step.since): \(sizes.joined(separator: "/"))"
    }
    return "Size by release, i386/x86_64: " + words.joined(separator: " · ")
      + " (\(Markdown.link("history", "history.md")))."
  }
}
