// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI
import Synchronization

/// One kernel's code by the rules of several releases. It is gone through when somebody asks, and
/// again only for a release that makes a difference to it.
public final class CodeScans: Sendable {
  /// What remains of a scan when reviewed instructions are left out.
  public struct Judged: Sendable {
    /// Without what is suppressed.
    public let scan: CodeScan
    /// How many errors and warnings were.
    public let suppressed: Int
    /// Suppressions that cover nothing.
    public let stale: [Suppressions.Entry]
    /// The same of releases that it is the same for.
    public let number: Int
  }

  private let image: GuestImage
  private let setting: KernelSetting?
  private let purpose: CodeScan.Purpose
  private let suppressions: Suppressions
  private let made = Mutex<[Result<Judged, ImageError>]>([])

  /// - Parameters:
  ///   - setting: by whose rules it is judged; nil for what the kernel itself says.
  ///   - suppressions: instructions that somebody has reviewed.
  public init(
    _ image: GuestImage, as setting: KernelSetting? = nil,
    for purpose: CodeScan.Purpose = .everything, suppressions: Suppressions = Suppressions()
  ) {
    self.image = image
    self.setting = setting
    self.purpose = purpose
    self.suppressions = suppressions
  }

  /// - Throws: when the image has no x86 code.
  public func judged(
    in release: XenRelease, role: DomainRole = .domU
  ) throws(ImageError) -> Judged {
    try made.withLock { made in
      let known = made.first { result in
        // What cannot be read is so in every release.
        (try? result.get()).map { $0.scan.holds(in: release, role: role) } ?? true
      }
      if let known { return known }
      let number = made.count
      let new = Result { () throws(ImageError) in try scan(release, role, number) }
      made.append(new)
      return new
    }.get()
  }

  private func scan(
    _ release: XenRelease, _ role: DomainRole, _ number: Int
  ) throws(ImageError) -> Judged {
    var scan = try CodeScan(image, release: release, role: role, as: setting, for: purpose)
    let (count, stale) = scan.suppress(by: suppressions)
    return Judged(scan: scan, suppressed: count, stale: stale, number: number)
  }
}
