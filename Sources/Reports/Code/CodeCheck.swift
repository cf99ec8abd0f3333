// SPDX-License-Identifier: Apache-2.0

import GuestCode
import GuestImage
import HypervisorABI

/// What is asked about a kernel's code: what a guest cannot execute of it.
public struct CodeCheck: Sendable {
  /// The release of Xen.
  public var release: XenRelease
  /// The domain that the kernel runs as.
  public var role: DomainRole
  /// By whose rules; nil for what the kernel's notes say.
  public var setting: KernelSetting?
  /// Instructions that somebody has reviewed.
  public var suppressions: Suppressions
  /// Whether a suppression that matches nothing is a finding.
  public var reportsStale: Bool
  /// What the user thinks of a rule's findings.
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
  /// - Throws: when the image has no x86 code.
  public func report(on image: GuestImage) throws(ImageError) -> CodeReport {
    if let problem = image.problem { throw problem }
    let scans = CodeScans(image, as: setting, suppressions: suppressions)
    return report(on: image, try scans.judged(in: release, role: role), release)
  }

  private func report(
    on image: GuestImage, _ judged: CodeScans.Judged, _ release: XenRelease
  ) -> CodeReport {
    CodeReport(
      judged.scan, image: image, xen: release, suppressed: judged.suppressed,
      stale: reportsStale ? judged.stale : [], levels: levels)
  }

  /// The same for each of those releases, oldest first; the code is gone through again only where a
  /// release makes a difference to it.
  public func report(
    on image: GuestImage, in releases: [XenRelease]
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
      reports.append((release, report))
    }
    return ReleasesReport(reports)
  }
}
