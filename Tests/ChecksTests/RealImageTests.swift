// SPDX-License-Identifier: Apache-2.0

import Checks
import Commands
import GuestImage
import HypervisorABI
import Loaders
import Testing

/// What the rules say of images that people really boot, each line severity, rule, and note
/// or section. No line is there that is not true and useful.
@Suite struct RealImageTests {
  @Test func linux() throws { try expect(DebianImages.linux(), ["note note-string-end FEATURES"]) }

  @Test func linuxCloud() throws {
    try expect(
      DebianImages.linuxCloud(), ["note codec-readers", "note note-string-end FEATURES"])
  }

  @Test func gnumach() throws {
    try expect(
      DebianImages.gnumach(),
      [
        "warning note-owner .note.Xen", "note legacy-guest-string __xen_guest",
        "note legacy-key __xen_guest", "note phys32-missing PHYS32_ENTRY",
        // lidt and xsaves; cpuid, popf and pushf
        "error instruction-faults .text", "error instruction-faults .text",
        "warning instruction-misleads .text",
        "error instruction-misleads .text", "warning instruction-misleads .text",
      ])
  }

  @Test func gnumachsRealDefectIsTold() throws {
    let found = NoteOwner.check(try subject(DebianImages.gnumach()))
    #expect(
      found.first?.message == """
        9 notes (GUEST_OS, GUEST_VERSION, XEN_VERSION, …) with the owner "name": loaders skip \
        them; write the owner "Xen" with its NUL, namesz 4
        """)
  }

  @Test func xenShim() throws { try expect(DebianImages.xenShim(), []) }
  @Test func grubPvh() throws { try expect(DebianImages.grubPvh(), []) }

  @Test func grub64() throws {
    try expect(DebianImages.grub64(), ["note phys32-missing PHYS32_ENTRY"])
  }

  @Test func grub32() throws {
    try expect(
      DebianImages.grub32(),
      [
        "warning note-overrun PAE_MODE", "warning pv32-target",
        "note phys32-missing PHYS32_ENTRY",
      ])
  }

  @Test func hvmloader() throws { try expect(DebianImages.hvmloader(), ["error notes-missing"]) }

  private func subject(_ path: String) throws -> Subject {
    Subject(image: try GuestImage.open(path: path), target: Target(), verdicts: [])
  }

  private func expect(
    _ path: String, _ lines: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let found = Rules.findings(try subject(path))
    #expect(found.map(line) == lines, "\(found.map(\.message))", sourceLocation: sourceLocation)
  }

  private func line(_ finding: Finding) -> String {
    let place = finding.place.note ?? finding.place.section
    return ([finding.severity.rawValue, finding.rule] + (place.map { [$0] } ?? []))
      .joined(separator: " ")
  }
}
