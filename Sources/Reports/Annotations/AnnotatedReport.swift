// SPDX-License-Identifier: Apache-2.0

import Base

/// A report on one image whose findings can be shown as annotations of that image.
public protocol AnnotatedReport: JsonDocument {
  /// Every rule that an annotation may have.
  static var rules: [AnnotationRule] { get }
  /// The image's name, without the directories of an absolute path.
  var image: String { get }
  /// The findings, in the order of the text form.
  var annotations: [Annotation] { get }
  /// Whether there are findings; notes do not count.
  var hasFindings: Bool { get }
  /// Why the image could not be checked; nil if it was checked.
  var error: String? { get }
  /// A description of the image: `ELF64 x86_64, notes from PT_NOTE`.
  var subject: String { get }
  /// The tables that a page shows in addition to the findings.
  var tables: [ReportTable] { get }
  /// How many loaders accept the image, `2 of 3 accept`; nil if the report has no such number.
  var acceptance: String? { get }
  /// The number of findings that the project file or a suppression accepts.
  var suppressed: Int { get }
  /// Their number in words: `4 suppressed`; nil if there are none.
  var suppressedWords: String? { get }
  /// The parts of its line among those of other images, if it has no errors and warnings: `3 of 3
  /// accept`, `2 notes`.
  var short: [String] { get }
}

extension AnnotatedReport {
  public var error: String? { nil }
  public var tables: [ReportTable] { [] }
  public var acceptance: String? { nil }
  public var suppressed: Int { 0 }
  public var suppressedWords: String? { suppressed > 0 ? "\(suppressed) suppressed" : nil }
  public var short: [String] {
    let notes = annotations.count(where: \.isNote)
    let found = notes == 0 ? "no findings" : counted(notes, "note")
    return [acceptance, found, suppressedWords].compactMap(\.self)
  }
}

extension Annotation {
  fileprivate func beside(_ state: BaselineState) -> Annotation {
    var copy = self
    copy.baselineState = state
    return copy
  }
}

/// The results of one command for all its images.
public struct AnnotatedRun: Sendable {
  /// The result for one image.
  public struct Image: Sendable, Codable {
    /// The image's name, without the directories of an absolute path.
    public let name: String
    /// The findings, only new ones if there is a baseline; empty if the image is clean, or was not
    /// checked.
    public let annotations: [Annotation]
    /// The findings that the baseline has, too.
    let known: [Annotation]
    /// The number of notes that were left out.
    let leftOut: Int
    /// New findings, then known ones.
    var all: [Annotation] { annotations + known }
    /// Whether a finding was compared with a baseline.
    var isCompared: Bool { all.contains { $0.baselineState != nil } }
    /// Why the image could not be checked; nil if it was checked.
    public let error: String?
    /// The other contents of a page; nil if the format does not show any.
    public var page: ReportPage?

    /// Whether it has notes, listed or not.
    var hasNotes: Bool { leftOut > 0 || annotations.contains(where: \.isNote) }

    /// Whether the image was checked and has no new errors or warnings.
    var isClean: Bool { error == nil && annotations.allSatisfy(\.isNote) }

    public init(_ report: some AnnotatedReport, notes: Bool) {
      let all = report.annotations
      self.init(report.image, report.error, leftOut: notes ? 0 : all.count(where: \.isNote)) {
        notes ? all : all.filter { !$0.isNote }
      }
    }

    /// The result compared with a baseline; notes are left out.
    public init(_ report: some AnnotatedReport, _ comparison: BaselineComparison) {
      self.init(
        report.image, report.error, known: comparison.known.map { $0.beside(.unchanged) },
        leftOut: report.annotations.count(where: \.isNote)
      ) {
        comparison.annotations.map { $0.beside(.new) }
      }
    }

    public init(_ failure: FailureReport) {
      self.init(failure.image, failure.error) { [] }
    }

    init(
      _ name: String, _ error: String?, known: [Annotation] = [], leftOut: Int = 0,
      annotations: () -> [Annotation]
    ) {
      self.name = name
      // Every format gives the image's name by itself.
      self.error = error.map {
        $0.hasPrefix(name + ": ") ? String($0.dropFirst(name.count + 2)) : $0
      }
      self.annotations = error == nil ? annotations() : []
      self.known = error == nil ? known : []
      self.leftOut = error == nil ? leftOut : 0
    }
  }

  /// The command's name: `pvkit check`.
  public let command: String
  /// The version of pvkit.
  public let version: String
  /// All rules of the command.
  public let rules: [AnnotationRule]
  /// The results, in the order of the command line.
  public var images: [Image] = []
  /// The suppressions that match nothing in the run, each with its line in a project or suppression
  /// file.
  public var stale: [Annotation] = []

  public init(command: String, version: String, rules: [AnnotationRule]) {
    self.command = command
    self.version = version
    self.rules = rules
  }
}

extension AnnotatedRun {
  /// The rules of the results, including those about the run as a whole.
  var allRules: [AnnotationRule] {
    let isDeclared = stale.isEmpty || rules.contains { $0.id == CodeReport.stale.id }
    return isDeclared ? rules : rules + [CodeReport.stale]
  }

  /// The files with stale suppressions, each as an image of its own.
  var staleFiles: [Image] {
    let files = stale.reduce(into: [String]()) { files, annotation in
      guard let file = annotation.line?.file, !files.contains(file) else { return }
      files.append(file)
    }
    return files.map { file in
      Image(file, nil) { stale.filter { $0.line?.file == file } }
    }
  }

  /// The place and the message of a result. The image's name precedes them if nothing else tells
  /// the images apart: several are built from one source file.
  func text(_ annotation: Annotation, of image: String) -> String {
    let isNamed = images.count > 1 && annotation.isElsewhere(than: image)
    return (isNamed ? image + ": " : "") + annotation.text
  }
}

extension Annotation {
  /// Whether its line is in another file than the image: a source file.
  func isElsewhere(than image: String) -> Bool { line.map { $0.file != image } ?? false }
}
