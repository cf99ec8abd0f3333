// SPDX-License-Identifier: Apache-2.0

import AbiComparison
import Base
import GuestCode
import GuestImage
import GuestTypes
import HypervisorABI

/// The comparison of a kernel's types with those of a release or of a snapshot.
public struct TypeCheck: Sendable {
  /// The release of Xen to compare with.
  public var release: XenRelease
  /// A snapshot to compare with instead of the release.
  public var baseline: Snapshot?
  /// The severities that the user set for rules.
  public var levels: RuleLevels

  public init(
    release: XenRelease = .standard, baseline: Snapshot? = nil, levels: RuleLevels = RuleLevels()
  ) {
    self.release = release
    self.baseline = baseline
    self.levels = levels
  }

  /// Compares every structure and constant and, for a linked kernel, every hypercall number.
  ///
  /// - Parameters:
  ///   - image: the kernel that the types are from; nil for a source tree.
  ///   - name: the path of the kernel, or the name of the tree in reports.
  /// - Throws: if the types include none of Xen's structures.
  public func report(
    on source: any TypeSource, of image: GuestImage?, name: String
  ) throws -> AbiCheckReport {
    guard let report = try reportIfAny(on: source, of: image, name: name) else {
      throw Self.nothing(name, source)
    }
    return report
  }

  /// Compares with each of the releases, oldest first. The types are read only once.
  ///
  /// - Returns: nil if the types include none of Xen's structures.
  public func reportIfAny(
    on source: any TypeSource, of image: GuestImage?, name: String, in releases: [XenRelease]
  ) throws -> ReleasesReport<AbiCheckReport>? {
    let source = RememberedTypes(source)
    let scans = image.map { CodeScans($0, for: .calls) }
    let histories = StructureHistories(on: source.architecture)
    let reports = try releases.compactMap { release in
      try TypeCheck(release: release, levels: levels)
        .reportIfAny(on: source, of: image, name: name, scans, histories)
        .map { (release, $0) }
    }
    return reports.isEmpty ? nil : ReleasesReport(reports)
  }

  /// Compares like `report`, but returns nil if the types include none of Xen's structures.
  public func reportIfAny(
    on source: any TypeSource, of image: GuestImage?, name: String
  ) throws -> AbiCheckReport? {
    try reportIfAny(
      on: source, of: image, name: name, image.map { CodeScans($0, for: .calls) })
  }

  private func reportIfAny(
    on source: any TypeSource, of image: GuestImage?, name: String, _ scans: CodeScans?,
    _ histories: StructureHistories? = nil
  ) throws -> AbiCheckReport? {
    let comparison =
      try baseline.map { try GuestComparison(source, with: $0) }
      ?? GuestComparison(source, with: release, histories: histories)
    guard let comparison else { return nil }
    return AbiCheckReport(
      image: image?.title ?? name, source: source.description, comparison,
      hypercalls: baseline == nil ? scans.flatMap(hypercalls) : nil, levels: levels)
  }

  /// The hypercalls of a linked kernel; nil for an object file, whose code is not linked yet.
  private func hypercalls(_ scans: CodeScans) -> HypercallUse? {
    (try? scans.judged(in: release)).flatMap { HypercallUse($0.scan, in: release) }
  }

  /// The error for types that include none of Xen's structures.
  public static func nothing(_ path: String, _ source: any TypeSource) -> ImageError {
    ImageError(
      image: path, problem: "its types include none of Xen's structures (\(source.description))",
      cure: "use a kernel that is built as a Xen guest (CONFIG_XEN)")
  }
}
