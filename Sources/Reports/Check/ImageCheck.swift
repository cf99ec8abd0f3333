// SPDX-License-Identifier: Apache-2.0

import Base
import Checks
import GuestCode
import GuestImage
import HypervisorABI
import Loaders

/// The check of an image: whether each loader accepts it, and what is wrong with it.
public struct ImageCheck: Sendable {
  /// The hypervisor and the domain's memory.
  public var target: Target
  /// The modes to check; nil for those that the image offers and for which a loader of the release
  /// builds guests.
  public var modes: [GuestMode]?
  public var roles: [DomainRole]
  /// The reviewed instructions to accept.
  public var suppressions: Suppressions
  /// The suppressions that match nothing in any of the checked images.
  public let stale = StaleEverywhere()
  /// The reviewed findings to accept.
  public var exceptions = RuleExceptions()
  /// The severities that the user set for rules.
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

  /// Runs the loaders' models and every rule.
  public func report(on image: GuestImage) -> CheckReport {
    report(on: image, target, scans(of: image))
  }

  /// Checks against each of the releases, oldest first. The code is scanned again only if a release
  /// treats it differently. That a release builds no guests of a mode counts as a refusal only if
  /// none of the releases builds them.
  public func report(
    on image: GuestImage, in releases: [XenRelease]
  ) -> ReleasesReport<CheckReport> {
    let scans = scans(of: image)
    let reports = releases.map { release in
      let target = Target(xen: release, pv32: target.pv32, memory: target.memory)
      return report(on: image, target, scans)
    }
    let built = reports.flatMap(\.verdicts).filter(\.isBuilt)
    return ReleasesReport(
      zip(releases, reports).map { release, report in
        let counted = report.excusing { verdict in
          built.contains {
            $0.mode == verdict.mode && (modes == nil || $0.role == verdict.role)
          }
        }
        return (release: release, report: counted)
      })
  }

  private func scans(of image: GuestImage) -> CodeScans {
    CodeScans(image, as: .pv, suppressions: suppressions)
  }

  private func report(
    on image: GuestImage, _ target: Target, _ scans: CodeScans
  ) -> CheckReport {
    var subject = Subject(image: image, target: target, verdicts: [], scans: scans)
    // The results of loaders and rules for a damaged file, or one that is not a kernel, would not
    // be about a kernel.
    let notes = NotesReport(image, xen: target.xen)
    guard image.problem == nil else { return CheckReport(image: image, notes: notes) }
    let offer = subject.offer
    let verdicts = self.verdicts(on: image, offer, target)
    subject.verdicts = verdicts
    noteStale(subject)
    let notAsked = modes == nil ? NotOfferedReport.all(offer, verdicts, roles, target.xen) : []
    let found = Rules.findings(subject) {
      weighed($0)?.severity == .error && !exceptions.cover($0.rule, in: image.title)
    }
    let findings = found.compactMap(weighed)
    let left = findings.filter { !exceptions.cover($0.rule, in: image.title) }
    let refusals = verdicts.count { !$0.accepts }
    let isCovered = refusals > 0 && exceptions.cover(LoaderRefuses.id, in: image.title)
    return CheckReport(
      image: image, notes: notes,
      verdicts: verdicts.map { VerdictReport($0, refusal: isCovered ? nil : Severity.error) },
      notOffered: notAsked, findings: left,
      suppressed: findings.count - left.count + (isCovered ? refusals : 0)
        + subject.suppressedInstructions)
  }

  private func noteStale(_ subject: Subject) {
    guard !suppressions.entries.isEmpty else { return }
    if let entries = subject.staleSuppressions { stale.add(entries) } else { stale.leaveOpen() }
  }

  /// The finding with the user's severity; nil if its rule is off. A note on what a refusal means
  /// stays a note.
  private func weighed(_ finding: Finding) -> Finding? {
    guard finding.rule != LoaderRefuses.id else { return finding }
    return levels.severity(of: finding.rule, finding.severity).map {
      var finding = finding
      finding.severity = $0
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
    // If the image offers only modes that the release does not support, report that.
    return verdicts.isEmpty
      ? Loaders.verdicts(on: image, modes: modes, roles: roles, target: target) : verdicts
  }
}
