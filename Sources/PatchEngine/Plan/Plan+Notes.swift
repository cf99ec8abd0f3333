// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Finds edits that fit but are probably mistakes.
extension PlannedFile {
  /// The edits whose text for a kernel with a symbol is inside lines that another edit leaves out
  /// for the same symbol: no kernel gets the text. Each as `kernel/a.c: one/0110-b, line 12`.
  func deadTexts(_ entries: [Entry]) -> [String] {
    guard let original, matches.contains(where: { $0.edit.operation.symbol != nil }) else {
      return []
    }
    let text = SourceText(bytes: original)
    let wraps = matches.enumerated().flatMap { order, match in
      match.places.compactMap { place in
        match.edit.operation.wrapped(at: place).map { (range: $0, order: order) }
      }
    }
    return matches.enumerated().filter { order, match in
      match.hasGuardedText
        && match.places.contains { place in
          wraps.contains { wrap in
            wrap.order != order
              && matches[wrap.order].edit.operation.symbol == match.edit.operation.symbol
              && isInside(match, place, order, wrap, text)
          }
        }
    }.map { "\(path): \(entries[$1.entry].id), line \($1.edit.line)" }
  }

  /// The edits that insert statements inside a comment, in the form of `deadTexts`.
  func commentedTexts(_ entries: [Entry]) -> [String] {
    guard let original, Comments.arePossible(in: path), !matches.isEmpty else { return [] }
    let (text, comments) = (SourceText(bytes: original), Comments(original))
    return matches.filter { match in
      match.places.contains { place in
        guard case .insertion(let offset) = match.edit.operation.change(at: place, in: text) else {
          return false
        }
        return comments.around(offset) != nil
      }
    }.map { "\(path): \(entries[$0.entry].id), line \($0.edit.line)" }
  }

  /// Whether the text of a match is inside another edit's wrapped region. Insertions at the ends of
  /// the region are outside; if both edits wrap the same region, the first one is the outer one.
  private func isInside(
    _ match: Match, _ place: EditPlace, _ order: Int, _ wrap: (range: Range<Int>, order: Int),
    _ text: SourceText
  ) -> Bool {
    if let own = match.edit.operation.wrapped(at: place) {
      let holds = wrap.range.lowerBound <= own.lowerBound && own.upperBound <= wrap.range.upperBound
      return holds && (wrap.range != own || wrap.order < order)
    }
    let splices = try? match.edit.operation.splices(at: place, in: text, path: path)
    guard let offset = splices?.first?.range.lowerBound else { return false }
    return wrap.range.lowerBound < offset && offset < wrap.range.upperBound
  }
}

extension Entry {
  /// The edits for some of the architectures to build, in a file that is shared by more of them.
  fileprivate func sharedEdits(for target: KitTarget) -> [String] {
    let all = architectures(for: target)
    return steps(for: target).flatMap { placed -> [String] in
      let sharing = all.filter {
        target.known.expand(placed.step.head.path, on: $0) == placed.path
      }
      let parts = (placed.step as? EditStep)?.edits.filter { edit in
        (1..<max(1, sharing.count)).contains(placed.instances.count { edit.conditions.hold($0) })
      }
      return parts?.map { "\(placed.path): \(id), line \($0.line)" } ?? []
    }
  }
}

extension Match {
  /// Whether the edit has text for a kernel with its symbol.
  fileprivate var hasGuardedText: Bool {
    edit.operation.symbol != nil && edit.action.last?.isEmpty == false
  }
}

extension Plan {
  /// The notes on probable mistakes in all files of a plan.
  static func doubtful(
    _ files: [String: PlannedFile], _ entries: [Entry], _ target: KitTarget
  ) -> [Note] {
    let sorted = files.values.sorted { $0.path < $1.path }
    return [
      Note(
        "text that no kernel contains, because it is in lines that another edit excludes for the same "
          + "symbol", sorted.flatMap { $0.deadTexts(entries) }),
      Note(
        "statements that no kernel contains, because they are in a comment",
        sorted.flatMap { $0.commentedTexts(entries) }),
      Note(
        "the tree is for " + target.architectures.map(\.rawValue).joined(separator: " and ")
          + ", and both get edits of a shared file that are meant for one of them (on ARCHITECTURE)",
        entries.flatMap { $0.sharedEdits(for: target) },
        cure: "choose one with --arch, or make them depend on a symbol of the architecture"),
    ].filter(\.hasNames)
  }
}
