// SPDX-License-Identifier: Apache-2.0

/// Releases as an entry names them: `2.6.16-2.6.18, 2.6.22`.
///
/// `a-b` is a range with both ends, `a-` and `-b` are open ones. An end of three numbers stands for
/// its stable updates too.
public struct ReleaseSet: Sendable, Equatable, CustomStringConvertible {
  struct Span: Sendable, Equatable {
    let first: [Int]
    let last: [Int]
  }

  let spans: [Span]
  public let description: String

  /// Nil when the text is not of that form, or a range runs backwards.
  init?(_ text: String) {
    let parts = text.split(separator: ",").map { $0.filter { $0 != " " } }
    let spans = parts.compactMap(Self.span)
    guard !parts.isEmpty, spans.count == parts.count else { return nil }
    self.spans = spans
    description = text
  }

  /// Whether the set has this release; what follows its numbers does not matter.
  public func contains(_ release: KernelRelease) -> Bool {
    spans.contains { span in
      !release.numbers.lexicographicallyPrecedes(span.first)
        && !span.last.lexicographicallyPrecedes(release.numbers.prefix(span.last.count))
    }
  }

  private static func span(_ text: String) -> Span? {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count <= 2, text != "-" else { return nil }
    guard let first = numbers(ends[0], open: []),
      let last = numbers(ends[ends.count - 1], open: [.max])
    else { return nil }
    guard ends.count == 1 || !last.lexicographicallyPrecedes(first) else { return nil }
    return Span(first: first, last: last)
  }

  /// Three or four numbers; `open` for none at all.
  private static func numbers(_ text: Substring, open: [Int]) -> [Int]? {
    if text.isEmpty { return open }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Int($0) }
    guard (3...4).contains(parts.count), numbers.count == parts.count else { return nil }
    return numbers
  }
}
