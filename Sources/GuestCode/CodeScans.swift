// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI
import Synchronization

/// The scans of one kernel for several releases. A scan runs when it is first asked for, and again
/// only for a release in which its result would differ.
public final class CodeScans: Sendable {
  /// A scan without the reviewed instructions.
  public struct ReviewedScan: Sendable {
    /// The scan, with the suppressed sites removed.
    public let scan: CodeScan
    /// The number of errors and warnings that were suppressed.
    public let suppressed: Int
    /// Suppressions that match nothing.
    public let stale: [Suppressions.Entry]
    /// Identifies the result: releases that share a scan get the same number.
    public let number: Int
  }

  private let image: GuestImage
  private let setting: KernelSetting?
  private let purpose: CodeScan.Purpose
  private let suppressions: Suppressions
  private let made = Mutex<[Result<ReviewedScan, ImageError>]>([])

  /// - Parameters:
  ///   - image: the kernel, object file or module.
  ///   - setting: the rules to judge by; nil to derive them from the kernel itself.
  ///   - purpose: what to look for.
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

  /// The scan for a release and a domain role, from memory where an earlier one holds.
  ///
  /// - Throws: `ImageError` if the image has no x86 code.
  public func judged(
    in release: XenRelease, role: DomainRole = .domU
  ) throws(ImageError) -> ReviewedScan {
    try made.withLock { made in
      let known = made.first { result in
        // An image that cannot be read fails in every release.
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
  ) throws(ImageError) -> ReviewedScan {
    var scan = try CodeScan(image, release: release, role: role, as: setting, for: purpose)
    let (count, stale) = scan.suppress(by: suppressions)
    return ReviewedScan(scan: scan, suppressed: count, stale: stale, number: number)
  }
}
