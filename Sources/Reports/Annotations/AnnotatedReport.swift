// SPDX-License-Identifier: Apache-2.0

/// A report on one image that can be shown beside that image, finding by finding.
public protocol AnnotatedReport: JsonDocument {
  /// Every rule that an annotation may be of.
  static var rules: [AnnotationRule] { get }
  /// The image's name, without the folders of an absolute path.
  var image: String { get }
  /// What is said against it, in the order of the text.
  var annotations: [Annotation] { get }
  /// Whether something is wrong; what is only worth knowing does not count.
  var hasFindings: Bool { get }
  /// Why the image could not be judged; nil when it could.
  var error: String? { get }
  /// What the image is, for people: `ELF64 x86_64, notes from PT_NOTE`.
  var subject: String { get }
  /// What a page shows of it beside the findings.
  var tables: [ReportTable] { get }
}

extension AnnotatedReport {
  public var error: String? { nil }
  public var tables: [ReportTable] { [] }
}

extension Annotation {
  fileprivate func beside(_ state: BaselineState) -> Annotation {
    var copy = self
    copy.baselineState = state
    return copy
  }
}

/// What one command said of all its images.
public struct AnnotatedRun: Sendable {
  /// What became of one image.
  public struct Image: Sendable, Codable {
    /// Its name, without the folders of an absolute path.
    public let name: String
    /// Empty when it is clean, or was not judged; with a baseline, what is new.
    public let annotations: [Annotation]
    /// What the baseline has, too.
    let known: [Annotation]
    /// How many notes are not among them.
    let leftOut: Int
    /// What is new, and then what was known.
    var all: [Annotation] { annotations + known }
    /// Why it could not be judged; nil when it could.
    public let error: String?
    /// What else a page has; nil where the format shows none.
    public var page: ReportPage?

    /// Neither an error nor a warning that counts.
    var isClean: Bool { error == nil && annotations.allSatisfy(\.isNote) }

    public init(_ report: some AnnotatedReport, notes: Bool) {
      let all = report.annotations
      self.init(report.image, report.error, leftOut: notes ? 0 : all.count(where: \.isNote)) {
        notes ? all : all.filter { !$0.isNote }
      }
    }

    /// Beside a baseline; what is only worth knowing is left out.
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
      // Which image it is about, every format says by itself.
      self.error = error.map {
        $0.hasPrefix(name + ": ") ? String($0.dropFirst(name.count + 2)) : $0
      }
      self.annotations = error == nil ? annotations() : []
      self.known = error == nil ? known : []
      self.leftOut = error == nil ? leftOut : 0
    }
  }

  /// `pvkit check`
  public let command: String
  /// pvkit's own version.
  public let version: String
  /// All that were asked.
  public let rules: [AnnotationRule]
  /// In the order of the command line.
  public var images: [Image] = []

  public init(command: String, version: String, rules: [AnnotationRule]) {
    self.command = command
    self.version = version
    self.rules = rules
  }
}
