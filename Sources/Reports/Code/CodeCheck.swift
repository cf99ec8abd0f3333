// SPDX-License-Identifier: Apache-2.0

import GuestCode
import GuestImage
import HypervisorABI

/// The check of a kernel's code: which of its instructions a guest cannot execute.
public struct CodeCheck: Sendable {
  /// The release of Xen.
  public var release: XenRelease
  /// The role of the domain that runs the kernel.
  public var role: DomainRole
  /// The setting whose rules apply; nil to derive it from the kernel's notes.
  public var setting: KernelSetting?
  /// The reviewed instructions to accept.
  public var suppressions: Suppressions
  /// Whether a suppression that matches nothing is a finding.
  public var reportsStale: Bool
  /// The severities that the user set for rules.
  public var levels: RuleLevels

  public init(
    release: XenRelease = .standard, role: DomainRole = .domU, setting: KernelSetting? = nil,
    suppressions: Suppressions = Suppressions(), reportsStale: Bool = true,
    levels: RuleLevels = RuleLevels()
  ) {
    self.levels = levels
    self.release = release
    self.role = role
    self.setting = setting
    self.suppressions = suppressions
    self.reportsStale = reportsStale
  }

  /// Decodes every executable section.
  ///
  /// - Throws: if the image has no x86 code.
  public func report(on image: GuestImage) throws(ImageError) -> CodeReport {
    if let problem = image.problem { throw problem }
    let scans = CodeScans(image, as: setting, suppressions: suppressions)
    return report(on: image, try scans.judged(in: release, role: role), release)
  }

  private func report(
    on image: GuestImage, _ judged: CodeScans.ReviewedScan, _ release: XenRelease
  ) -> CodeReport {
    CodeReport(
      judged.scan, image: image, xen: release, suppressed: judged.suppressed,
      stale: reportsStale ? judged.stale : [], levels: levels)
  }

  /// Checks against each of the releases, oldest first. The code is scanned again only if a release
  /// treats it differently.
  ///
  /// - Parameter settle: changes the report of each release before they are combined.
  public func report(
    on image: GuestImage, in releases: [XenRelease], settle: (inout CodeReport) -> Void = { _ in }
  ) throws(ImageError) -> ReleasesReport<CodeReport> {
    if let problem = image.problem { throw problem }
    let scans = CodeScans(image, as: setting, suppressions: suppressions)
    var known: [Int: CodeReport] = [:]
    var reports: [(XenRelease, CodeReport)] = []
    for release in releases {
      let judged = try scans.judged(in: release, role: role)
      var report = known[judged.number] ?? self.report(on: image, judged, release)
      report.xen = release.description
      known[judged.number] = report
      settle(&report)
      reports.append((release, report))
    }
    return ReleasesReport(reports)
  }
}
