// SPDX-License-Identifier: Apache-2.0

import Base
import Checks
import GuestCode
import GuestImage
import HypervisorABI
import Loaders

/// What is asked about an image: whether each loader takes it, and what is wrong with it.
public struct ImageCheck: Sendable {
  /// The hypervisor.
  public var target: Target
  /// The modes to ask about; nil for those that the image offers, where a loader of the release builds
  /// such guests.
  public var modes: [GuestMode]?
  public var roles: [DomainRole]
  /// Instructions that somebody has reviewed.
  public var suppressions: Suppressions
  /// Which of them cover nothing, of all images that are asked about.
  public let stale = StaleEverywhere()
  /// Findings that somebody has reviewed.
  public var exceptions = RuleExceptions()
  /// What the user thinks of a rule's findings.
  public var levels: RuleLevels

  public init(
    target: Target = Target(), modes: [GuestMode]? = nil,
    roles: [DomainRole] = DomainRole.allCases, suppressions: Suppressions = Suppressions(),
    levels: RuleLevels = RuleLevels()
  ) {
    self.levels = levels
    self.target = target
    self.modes = modes
    self.roles = roles
    self.suppressions = suppressions
  }

  /// Asks the loaders and every rule.
  public func report(on image: GuestImage) -> CheckReport {
    report(on: image, target, scans(of: image))
  }

  /// The same for each of those releases, oldest first; the code is gone through again only where a
  /// release makes a difference to it.
  public func report(
    on image: GuestImage, in releases: [XenRelease]
  ) -> ReleasesReport<CheckReport> {
    let scans = scans(of: image)
    return ReleasesReport(
      releases.map { release in
        let target = Target(xen: release, pv32: target.pv32, memory: target.memory)
        return (release, report(on: image, target, scans))
      })
  }

  private func scans(of image: GuestImage) -> CodeScans {
    CodeScans(image, as: .pv, suppressions: suppressions)
  }

  private func report(
    on image: GuestImage, _ target: Target, _ scans: CodeScans
  ) -> CheckReport {
    var subject = Subject(image: image, target: target, verdicts: [], scans: scans)
    // What a loader or a rule says of a file that is damaged or no kernel says nothing of a kernel.
    guard image.problem == nil else { return CheckReport(image: image, notes: NotesReport(image)) }
    let offer = subject.offer
    let verdicts = self.verdicts(on: image, offer, target)
    subject.verdicts = verdicts
    noteStale(subject)
    let notAsked = modes == nil ? NotOfferedReport.all(offer, verdicts, roles, target.xen) : []
    let findings = Rules.findings(subject).compactMap(weighed)
    let left = findings.filter { !exceptions.cover($0.rule, in: image.title) }
    let refusals = verdicts.count { !$0.accepts }
    let refusal = levels.severity(of: LoaderRefuses.id, .error)
    let isCovered =
      refusals > 0 && refusal != nil && exceptions.cover(LoaderRefuses.id, in: image.title)
    return CheckReport(
      image: image, notes: NotesReport(image),
      verdicts: verdicts.map { VerdictReport($0, refusal: isCovered ? nil : refusal) },
      notOffered: notAsked, findings: left,
      suppressed: findings.count - left.count + (isCovered ? refusals : 0)
        + subject.suppressedInstructions)
  }

  private func noteStale(_ subject: Subject) {
    guard !suppressions.entries.isEmpty else { return }
    if let entries = subject.staleSuppressions { stale.add(entries) } else { stale.leaveOpen() }
  }

  /// With the user's severity; nil of what is off. What a refusal means remains a note beside it.
  private func weighed(_ finding: Finding) -> Finding? {
    levels.severity(of: finding.rule, finding.severity).map {
      var finding = finding
      finding.severity = finding.rule == LoaderRefuses.id ? finding.severity : $0
      return finding
    }
  }

  private func verdicts(
    on image: GuestImage, _ offer: GuestOffer, _ target: Target
  ) -> [Verdict] {
    if let modes {
      return Loaders.verdicts(on: image, modes: modes, roles: roles, target: target)
    }
    let modes = offer.modes.isEmpty ? GuestMode.kernels : offer.modes
    let verdicts = Loaders.buildersVerdicts(
      on: image, modes: modes, roles: roles, target: target)
    // Who offers only what the release does not have is told so.
    return verdicts.isEmpty
      ? Loaders.verdicts(on: image, modes: modes, roles: roles, target: target) : verdicts
  }
}
