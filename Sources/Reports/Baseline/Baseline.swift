// SPDX-License-Identifier: Apache-2.0

import Base
import FoundationEssentials

/// The findings of an earlier run, so that only new ones count: the command's JSON reports, or a
/// file written by `--update-baseline`.
public struct Baseline: Sendable {
  /// The findings in one image. Its JSON form is a contract: one line of a baseline file.
  public struct Entry: JsonDocument {
    public static let form = JsonForm.baseline

    /// The form of the report that the entry is from: `check`.
    public let of: String
    /// The image's name, without the directories of an absolute path.
    public let image: String
    /// The fingerprints, in the order of the report.
    public let fingerprints: [String]
    /// The occurrences of findings about classes of instructions, by fingerprint. Nil if there are
    /// none, or in a report of an older version.
    public let occurrences: [String: [String]]?

    public init(_ report: some AnnotatedReport) {
      of = type(of: report).form.rawValue
      image = report.image
      fingerprints = report.fingerprints
      let occurrences = report.occurrences
      self.occurrences = occurrences.isEmpty ? nil : occurrences
    }

    fileprivate init(
      of: String, image: String, fingerprints: [String], occurrences: [String: [String]]?
    ) {
      (self.of, self.image, self.fingerprints) = (of, image, fingerprints)
      self.occurrences = occurrences
    }

    /// Whether two images have the same findings.
    public func hasFindings(of other: Entry) -> Bool {
      fingerprints == other.fingerprints && occurrences == other.occurrences
    }
  }

  /// What is known of one image.
  struct Known {
    var fingerprints: Set<String> = []
    /// The known occurrences by fingerprint; none of a fingerprint means that they are not known.
    var occurrences: [String: Set<String>] = [:]

    fileprivate mutating func add(_ entry: Entry) {
      fingerprints.formUnion(entry.fingerprints)
      for (fingerprint, places) in entry.occurrences ?? [:] {
        occurrences[fingerprint, default: []].formUnion(places)
      }
    }
  }

  /// Why a text is not a baseline.
  public struct Problem: Error, Equatable {
    /// The line number, from 1.
    public let line: Int
    public let problem: String
    public let cure: String
  }

  /// The entries, in the order of the file.
  public private(set) var entries: [Entry] = []
  private var byImage: [String: Known] = [:]
  /// The images with versions in their names, by the name without them, in the order of the file.
  private var versions: [String: [VersionedName]] = [:]
  /// The images that are also in the run.
  private var present: Set<String> = []

  /// An empty baseline.
  public init() {}

  /// - Parameters:
  ///   - text: JSON, one object per line.
  ///   - form: the form of the reports to compare.
  /// - Throws: if a line is neither a report of that form nor an entry, or if the text is the report
  ///   of only some shards of a run.
  public init(_ text: String, of form: JsonForm) throws(Problem) {
    var shards = ShardLines()
    for (number, line) in text.lines.enumerated() where !line.isBlank {
      guard let entry = try Self.entry(line, form, number + 1, &shards) else { continue }
      add(entry)
    }
    if let problem = shards.problem { throw problem }
  }

  private mutating func add(_ entry: Entry) {
    entries.append(entry)
    let isFirst = byImage[entry.image] == nil
    byImage[entry.image, default: Known()].add(entry)
    guard isFirst, let name = VersionedName(entry.image) else { return }
    versions[name.stem, default: []].append(name)
  }

  /// The keys of a line that are read.
  private struct Line: Decodable {
    let form: String
    let version: Int
    let of: String?
    let image: String?
    let fingerprints: [String]?
    let occurrences: [String: [String]]?
    let error: String?
    let shard: Int?
    let count: Int?
  }

  /// The lines that only reports of shards have.
  private struct ShardLines {
    /// The number of the first line of the form `shard-view`.
    private var view: Int?
    /// The last line of each shard.
    private var ends: [(line: Int, shard: Int, count: Int)] = []

    mutating func add(_ line: Line, _ number: Int) {
      if line.form == JsonForm.shardView.rawValue { view = view ?? number }
      guard line.form == JsonForm.shard.rawValue else { return }
      ends.append((number, line.shard ?? 1, line.count ?? 1))
    }

    /// Why the text is not the report of a whole run; nil if it is, or if it has every shard.
    var problem: Problem? {
      if let view, ends.isEmpty {
        return Problem(
          line: view, problem: "is of a shard that was stopped before its end",
          cure: "run that shard again, and join the reports of all shards with pvkit report merge")
      }
      for end in ends {
        let given = Set(ends.filter { $0.count == end.count }.map(\.shard))
        guard given.count < end.count else { continue }
        return Problem(
          line: end.line,
          problem: "ends the report of shard \(end.shard)/\(end.count), "
            + "and other shards are missing",
          cure: "join the reports of all shards with pvkit report merge")
      }
      return nil
    }
  }

  /// Nil for lines without findings of an image: of shards, of stale entries, and of images that
  /// could not be checked.
  private static func entry(
    _ text: Substring, _ form: JsonForm, _ number: Int, _ shards: inout ShardLines
  ) throws(Problem) -> Entry? {
    guard let line = try? JSONDecoder().decode(Line.self, from: Data(text.utf8)) else {
      throw Problem(
        line: number, problem: "is not a line of a JSON report", cure: another)
    }
    let known = line.form == form.rawValue ? form : .baseline
    let isOfRun = [JsonForm.shard, .shardView, .stale].contains { $0.rawValue == line.form }
    guard line.form == known.rawValue || isOfRun else {
      throw foreign(line.form, form, number)
    }
    shards.add(line, number)
    if isOfRun { return nil }
    guard line.version == known.version else {
      throw Problem(
        line: number, problem: "is of version \(line.version) of the form \(known.rawValue)",
        cure: another)
    }
    // In a report on several releases, `of` is the form of its parts; in an entry, the form of its
    // report.
    guard known == form || line.of ?? form.rawValue == form.rawValue else {
      throw foreign(line.of ?? "", form, number)
    }
    guard let image = line.image, line.error == nil, let found = line.fingerprints else {
      if line.error != nil { return nil }
      throw Problem(line: number, problem: "has no key fingerprints", cure: another)
    }
    return Entry(
      of: form.rawValue, image: image, fingerprints: found, occurrences: line.occurrences)
  }

  /// A file that is not a baseline is not written over, so it cannot be updated itself.
  private static let another =
    "give a report of this version of pvkit (--format json), "
    + "or name a new file and add --update-baseline"

  private static func foreign(_ found: String, _ wanted: JsonForm, _ line: Int) -> Problem {
    let (isOfSeveral, areWanted) = (found == JsonForm.releases.rawValue, wanted == .releases)
    let isOfRelease = ofOneRelease.contains { $0.rawValue == found }
    guard isOfSeveral || areWanted && isOfRelease else {
      return Problem(
        line: line, problem: "is of the form \(found.printable), not \(wanted.rawValue)",
        cure: "give a report of the same command")
    }
    return Problem(
      line: line,
      problem: isOfSeveral
        ? "is of several releases of Xen, and this run is of one"
        : "is of one release of Xen, and this run is of several",
      cure: "give a report of the same command that was made with the same --xen")
  }

  /// The forms of reports on one release.
  private static let ofOneRelease: [JsonForm] = [.check, .scan, .abiVerify]

  /// The baseline for a run on these images. The entry of one of them is the last choice for another.
  ///
  /// - Parameter inputs: the names of the run's images, and of packages, whose members all count as
  ///   images of the run.
  public func beside(_ inputs: [String]) -> Baseline {
    let names = Set(inputs)
    var baseline = self
    baseline.present = Set(
      byImage.keys.filter { image in
        names.contains(image)
          || image.indices.contains { image[$0] == "(" && names.contains(String(image[..<$0])) }
      })
    return baseline
  }

  /// The number of images with entries.
  public var imageCount: Int { byImage.count }

  /// Determines which findings are new and which are no longer found.
  ///
  /// - Parameter isOnly: whether this is the only image that is compared.
  public func compare(_ report: some AnnotatedReport, isOnly: Bool = false) -> BaselineComparison {
    let image = counterpart(of: report.image, isOnly: isOnly)
    return BaselineComparison(
      report, known: image.flatMap { byImage[$0] } ?? Known(),
      of: image == report.image ? nil : image)
  }

  /// The image of the baseline whose findings are those known of an image: the one with its name;
  /// else, as kernels are named after their versions, its predecessor among those whose names differ
  /// only in the version; else, if there are none, a baseline's only image for the only image of a
  /// run.
  public func counterpart(of image: String, isOnly: Bool) -> String? {
    if byImage[image] != nil { return image }
    if let name = VersionedName(image), let others = versions[name.stem] {
      return predecessor(of: name, among: others)?.name
    }
    return isOnly && byImage.count == 1 ? byImage.keys.first : nil
  }

  /// The image of the baseline whose entry an update replaces by that of an image: the one with its
  /// name, else its predecessor if that is of the same series. Other images keep their entries, even
  /// if they are compared with this one.
  public func replaced(by image: String) -> String? {
    if byImage[image] != nil { return image }
    guard let name = VersionedName(image), let others = versions[name.stem],
      let old = predecessor(of: name, among: others), old.isOfSeries(of: name)
    else { return nil }
    return old.name
  }

  /// The closest older version of the same series, preferably of an image that is not in the run
  /// itself; else one that is not: the closest newer version of the series, or the closest older one
  /// of another. A newer one of another series is never a predecessor.
  private func predecessor(
    of image: VersionedName, among others: [VersionedName]
  ) -> VersionedName? {
    let absent = others.filter { !present.contains($0.name) }
    let series = others.filter { $0.isOfSeries(of: image) }
    let absentOfSeries = absent.filter { $0.isOfSeries(of: image) }
    if let older = Self.latest(absentOfSeries, before: image) ?? Self.latest(series, before: image)
    {
      return older
    }
    return absentOfSeries.min() ?? Self.latest(absent, before: image)
  }

  /// The newest of the versions that are not newer than the image; of equal ones, the last.
  private static func latest(
    _ versions: [VersionedName], before image: VersionedName
  ) -> VersionedName? {
    versions.reversed().filter { $0 <= image }.max()
  }

  /// The images of the baseline that are not in the set.
  public func missing(_ seen: Set<String>) -> [String] {
    byImage.keys.filter { !seen.contains($0) }.sorted()
  }

  /// A baseline with these entries, each in the place of the old ones of its image, and the old
  /// entries of images that are to be kept.
  public func updated(by found: [Entry], keeping kept: Set<String>) -> Baseline {
    var new = Dictionary(found.map { ($0.image, $0) }) { first, _ in first }
    var baseline = Baseline()
    for entry in entries {
      if let entry = new.removeValue(forKey: entry.image) {
        baseline.add(entry)
      } else if kept.contains(entry.image) {
        baseline.add(entry)
      }
    }
    for entry in found {
      if let entry = new.removeValue(forKey: entry.image) { baseline.add(entry) }
    }
    return baseline
  }

  /// The text of a baseline file: one entry per line.
  public var text: String {
    get throws { try entries.map { try renderJSON($0, .lines) + "\n" }.joined() }
  }

  /// `6 findings in 1 image`
  public var size: String {
    let findings = entries.reduce(0) { $0 + $1.fingerprints.count }
    return counted(findings, "finding") + " in " + counted(imageCount, "image")
  }
}
