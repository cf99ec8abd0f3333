// SPDX-License-Identifier: Apache-2.0

import Base

/// Entries of project, suppression and baseline files that nothing in a run, or in one shard of it,
/// needs. An entry is stale only if it is in no shard.
public struct StaleEntries: Codable, Sendable, Equatable {
  /// A message for each accepted finding of a rule that was not found.
  var rules: [String] = []
  /// The line of the entry of each of these messages. Nil in a report of an older version.
  var places: [String: SourceLine]?
  /// The reviewed instructions that are not there; nil if no code was scanned.
  var instructions: [StaleSuppression]?
  /// Whether there is, or may be, code that was not scanned.
  var isOpen = false
  /// A message for each image of the baseline that was not checked.
  public var unchecked: [String] = []
  /// The image of each of these messages. Nil in a report of an older version.
  var images: [String: StaleImage]?

  public init() {}

  init(
    rules: [RuleExceptions.Entry], instructions: [StaleSuppression]?, isOpen: Bool
  ) {
    let lines = rules.map { SourceLine(file: $0.file, number: $0.line) }
    self.rules = zip(lines, rules).map {
      Self.message($0, "\($1.rule) matches nothing in \($1.image); remove it")
    }
    places = Dictionary(zip(self.rules, lines)) { first, _ in first }
    (self.instructions, self.isOpen) = (instructions, isOpen)
  }

  private static func message(_ line: SourceLine, _ text: String) -> String {
    "\(line.file):\(line.number): suppression of \(text)"
  }

  /// Adds an image of the baseline that was not checked.
  public mutating func add(_ image: StaleImage) {
    unchecked.append(image.message)
    if images == nil { images = [:] }
    images?[image.message] = image
  }

  /// The images of the baseline that were not checked.
  var uncheckedImages: [StaleImage] { unchecked.compactMap { images?[$0] } }

  /// The lines on the baseline for standard error: one that counts the images that were not checked,
  /// and the messages that are not about one image.
  public var uncheckedLines: [String] {
    let counts = Dictionary(grouping: uncheckedImages, by: \.baseline).mapValues(\.count)
    let lines = counts.sorted { $0.key < $1.key }.map { file, count in
      "\(file): \(counted(count, "image")) of the baseline \(count == 1 ? "was" : "were") not checked"
    }
    return lines + unchecked.filter { images?[$0] == nil }
  }

  /// The entries that neither this shard nor the other needs.
  func joined(with other: StaleEntries) -> StaleEntries {
    var both = self
    let (rules, unchecked) = (Set(other.rules), Set(other.unchecked))
    both.rules.removeAll { !rules.contains($0) }
    both.unchecked.removeAll { !unchecked.contains($0) }
    if let theirs = other.instructions.map(Set.init) {
      both.instructions = instructions?.filter(theirs.contains) ?? other.instructions
    }
    both.isOpen = isOpen || other.isOpen
    return both
  }

  /// The entries of a run in which an image could not be checked: it may need the suppressions.
  public var ofBaseline: StaleEntries {
    var part = StaleEntries()
    (part.unchecked, part.images) = (unchecked, images)
    return part
  }

  /// Messages that count as findings.
  public var findings: [String] {
    rules + (isOpen ? [] : lines.map { Self.message($0, $1 + Self.nowhere) })
  }

  /// The findings as annotations of the files with the entries.
  public var annotations: [Annotation] {
    let accepted = rules.map { message -> Annotation in
      let line = places?[message]
      let prefix = line.map { "\($0.file):\($0.number): ".count } ?? 0
      return Self.annotation(String(message.dropFirst(prefix)), line)
    }
    let instructions = lines.map { line, text in
      Self.annotation("suppression of " + text + Self.nowhere, line)
    }
    return accepted + (isOpen ? [] : instructions)
  }

  private static func annotation(
    _ text: String, _ line: SourceLine?, _ level: Severity = .warning
  ) -> Annotation {
    Annotation(CodeReport.stale.id, level, text, lasting: text, line: line)
  }

  /// The remarks as annotations of the files with the entries.
  var noteAnnotations: [Annotation] {
    guard isOpen else { return [] }
    return lines.map { line, text in
      Self.annotation("suppression of " + text + Self.elsewhere, line, .note)
    }
  }

  /// Messages that are not findings: on suppressions that match nothing in the scanned code, but may
  /// match in other code.
  public var remarks: [String] {
    isOpen
      ? lines.map { Self.message($0, $1 + Self.elsewhere) } : []
  }

  private static let nowhere = " matches nothing in any of these kernels; remove it"
  private static let elsewhere =
    " matches nothing in the code that check reads; run pvkit scan to find out whether it is stale"

  /// The line and the text of each reviewed instruction: `* popf`.
  private var lines: [(SourceLine, String)] {
    (instructions ?? []).map {
      (SourceLine(file: $0.file, number: $0.line), "\($0.symbol) \($0.class)")
    }
  }
}
