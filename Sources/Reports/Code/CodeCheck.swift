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

  public init(
    release: XenRelease = .standard, role: DomainRole = .domU, setting: KernelSetting? = nil,
    suppressions: Suppressions = Suppressions(), reportsStale: Bool = true
  ) {
    self.release = release
    self.role = role
    self.setting = setting
    self.suppressions = suppressions
    self.reportsStale = reportsStale
  }

  /// Decodes every executable section.
  ///
  /// - Throws: when there is no code of x86 to read.
  public func report(on image: GuestImage) throws(ImageError) -> CodeReport {
    if let problem = image.problem { throw problem }
    var scan = try CodeScan(image, release: release, role: role, as: setting)
    let (count, stale) = scan.suppress(by: suppressions)
    return CodeReport(
      scan, image: image, xen: release, suppressed: count, stale: reportsStale ? stale : [])
  }
}
