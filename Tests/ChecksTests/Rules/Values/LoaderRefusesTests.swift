// SPDX-License-Identifier: Apache-2.0

import Checks
import GuestImage
import HypervisorABI
import Loaders
import TestGuests
import Testing

@Suite struct LoaderRefusesTests {
  /// What all rules find when the loaders are asked.
  private func found(
    _ bytes: [UInt8], _ modes: [GuestMode], xen: XenRelease = .standard, memory: UInt64 = 512
  ) -> (verdicts: [Verdict], findings: [Finding]) {
    let target = Target(xen: xen, memory: memory)
    let verdicts = Loaders.verdicts(
      on: GuestImage(name: "test", file: Bytes(bytes)), modes: modes, roles: DomainRole.allCases,
      target: target)
    return (
      verdicts, Rules.findings(subject(ofBytes: bytes, target: target, verdicts: verdicts))
    )
  }

  private func meanings(_ findings: [Finding]) -> String {
    findings.filter { $0.rule == LoaderRefuses.id }.map(\.message).joined(separator: "\n")
  }

  /// Every refusal has a finding, in every release and mode.
  @Test(arguments: XenRelease.modelled) func everyRefusalIsExplained(_ release: XenRelease) {
    var large = TestGuest()
    large.segments[0].memorySize = 0x7000_0000
    let images = [
      TestGuest(), .pae, .pvh(is64: true), .pvh(is64: false), large,
    ].map { $0.build().bytes }
    for (index, image) in images.enumerated() {
      for mode in [GuestMode.pv, .pvh, .hvm, .shim] {
        let (verdicts, findings) = found(image, [mode], xen: release)
        if verdicts.contains(where: { !$0.accepts }) {
          #expect(!findings.isEmpty, "\(index) \(mode)")
        }
      }
    }
  }

  @Test func memory() {
    var guest = TestGuest()
    guest.segments[0].memorySize = 0x2000_0000
    let (verdicts, findings) = found(guest.build().bytes, [.pv])
    #expect(verdicts.first?.reason?.contains("needs 516 MiB, the domain has 512 MiB") == true)
    #expect(meanings(findings).contains("--memory"))
    // One figure for all loaders that were asked.
    #expect(meanings(findings).contains("1024 MiB are enough"))
    let larger = found(guest.build().bytes, [.pv], memory: 1024).verdicts
    #expect(larger.allSatisfy { $0.accepts })
  }

  /// The refusal itself is an error, what explains it a note.
  @Test func itsFindingsAreNotes() {
    let all = found(TestGuest().build().bytes, [.hvm]).findings
    let own = all.filter { $0.rule == LoaderRefuses.id }
    #expect(!own.isEmpty && own.allSatisfy { $0.severity == .note }, "\(own)")
    #expect(LoaderRefuses.severities == [.error, .note])
  }

  @Test func releasesWithoutPVH() {
    let image = TestGuest.pvh(is64: true).build().bytes
    #expect(
      meanings(found(image, [.pvh], xen: XenRelease(4, 6)).findings).contains(
        "choose a later release")
    )
  }

  @Test func firmware() {
    let text = meanings(found(TestGuest().build().bytes, [.hvm]).findings)
    #expect(text.contains("only 32-bit ones"))
  }

  /// libelf's reason is the cause, not that another loader takes over then.
  @Test(arguments: [true, false]) func pvhThatNeedsTheNotesOfPV(_ is64: Bool) {
    let (verdicts, all) = found(
      TestGuest.pvh(is64: is64).build().bytes, [.pvh], xen: XenRelease(4, 10))
    #expect(verdicts.count == 2 && verdicts.allSatisfy { !$0.accepts })
    #expect(meanings(all).isEmpty, "\(all)")
    #expect(Set(all.map(\.rule)).isSuperset(of: [LoaderName.id, XenVersion.id]))
  }

  /// A note about guests of the mode and role is a cause too, and one about others is none.
  @Test func notesAreCauses() {
    var guest = TestGuest()
    guest.remove(.features)
    guest.set(TestNote(.supportedFeatures, 1, size: 4))
    let dom0 = found(guest.build().bytes, [.pv])
    #expect(dom0.verdicts.map(\.accepts) == [true, false])
    #expect(dom0.findings.contains { $0.rule == Dom0Feature.id && $0.severity == .note })
    #expect(meanings(dom0.findings).isEmpty, "\(dom0.findings)")
    // It does not explain why the toolstack would refuse the domU.
    let domU = Verdict(
      loader: "test", xen: .standard, mode: .pv, role: .domU, refusal: Refusal("out of luck"))
    let all = Rules.findings(
      subject(ofBytes: guest.build().bytes, verdicts: [asked(.pv, .dom0), domU]))
    #expect(all.contains { $0.rule == Dom0Feature.id })
    #expect(meanings(all).contains("test as domU pv: the verdict's message is"), "\(all)")
  }

  /// A kernel with a PVH entry whose segments are linked elsewhere than its notes say.
  @Test(arguments: [[GuestMode.pv], [.pv, .pvh]]) func segmentsElsewhere(_ modes: [GuestMode]) {
    var guest = TestGuest()
    guest.set(TestNote(.phys32Entry, TestGuest.start, size: 4))
    guest.set(TestNote(.paddrOffset, 0x4000_0000))
    let (verdicts, findings) = found(guest.build().bytes, modes)
    #expect(verdicts.contains { $0.mode == .pv && !$0.accepts })
    #expect(findings.filter { $0.rule == LinkAddress.id }.map(\.severity) == [.error])
    #expect(!meanings(findings).contains("no other rule found a cause"), "\(findings)")
  }

  /// What another rule explains is not explained again.
  @Test func explainedElsewhere() {
    #expect(meanings(found(TestGuest.pae.build().bytes, [.pv]).findings).isEmpty)
    #expect(meanings(found(TestGuest().build().bytes, [.pv]).findings).isEmpty)
    #expect(LoaderRefuses.check(subject(ofBytes: TestGuest().build().bytes)).isEmpty)
  }
}
