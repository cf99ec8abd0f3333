// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI
import Loaders

/// A loader that was asked does not take the image, for a reason that no other rule explains.
///
/// The verdict has the loader's own words; this finding says what they mean. "Invalid kernel" is what xl
/// and libxl print after any of them. "no loader found" is the toolstack's (xc_dom_find_loader) when none
/// of its loaders accepts the image: a file that is not a kernel, or notes that libelf refuses, whose
/// reason xl does not print (pvkit's verdict has it in parentheses). "unable to XZ decompress kernel" and
/// similar words mean a damaged payload, a codec that the library was built without, or a dictionary that
/// is too large.
/// "segment kernel too large" and "not enough memory for initial mapping" mean the domain's memory: the
/// loader needs room for the kernel, its page tables and the table of frames. "ELF image is not 32bit" is
/// the loader of HVM firmware, to which every ELF goes that has no PVH entry. "crash" is pvkit's own word:
/// the loader reads or writes what is not its own.
///
/// **Affected:** the loader that the finding names.
///
/// **Fix:** as the finding says. To see what a mode or a release makes of it:
///
/// ```
/// pvkit check --mode pv --xen 4.17 --memory 1G vmlinux
/// ```
public enum LoaderRefuses: Rule {
  public static let id = "loader-refuses"
  public static let severity: Severity = .error
  public static let example = RuleExample(
    wrong: """
        .bss
        .skip 0x20000000
      """,
    arguments: ("", "--memory 1G"))

  public static func check(_ subject: Subject) -> [Finding] {
    let refusals = subject.verdicts.filter { !$0.accepts }
    var meanings: [String] = []
    for verdict in refusals {
      let known = RefusalMeaning.of(verdict)
      guard let meaning = known ?? (isExplained(verdict, subject) ? nil : RefusalMeaning.unknown)
      else { continue }
      let text =
        "\(verdict.loader) as \(verdict.role.rawValue) \(verdict.mode.rawValue): \(meaning)"
      if !meanings.contains(text) { meanings.append(text) }
    }
    return meanings.map { finding(.meaning($0), at: Place(), .note) }
  }

  /// Whether another rule has found what this mode may be refused for.
  private static func isExplained(_ verdict: Verdict, _ subject: Subject) -> Bool {
    subject.found.contains { finding in
      switch verdict.mode {
      case .pvh where finding.rule == Phys32Missing.id: true
      case .pv where finding.rule == PvEntryMissing.id: true
      default:
        finding.severity < .note && !aboutCode.contains(finding.rule)
          || RefusalMeaning.isNotable(finding)
      }
    }
  }

  private static let aboutCode: Set<String> = [
    InstructionFaults.id, InstructionMisleads.id, InstructionConditional.id, HypercallSites.id,
    FloatingPoint.id, CodeUnread.id,
  ]
}

extension Message {
  fileprivate static func meaning(_ text: String) -> Message { "\(text)" }
}

/// What refusals mean that depend on the domain, the release or the payload, and not on the notes.
enum RefusalMeaning {
  private static let known: [(words: [String], meaning: String)] = [
    (
      ["builds no PVH guests", "builds PVH initial domains"],
      "this release has no PVH; ask a later one (--xen), or run the kernel as PV"
    ),
    (
      ["another part of the toolstack builds HVM"],
      "before 4.7 the toolstack's library builds no HVM guests; ask a later release (--xen)"
    ),
    (
      [
        "too large (", "not enough memory", "Not enough memory", "requires too much space",
        "Not enough RAM", "allocation is too small", "lies outside the domain's memory",
        "the table of frames", "kernel image too large",
      ],
      "the domain has too little memory for the kernel where it lies; give it more (--memory)"
    ),
    (
      ["ELF image is not 32bit"],
      "an ELF without a PVH entry goes to the loader of HVM firmware, which takes 32-bit ones only; it is "
        + "no firmware: run it as PV or PVH, if it has their entries"
    ),
    (
      ["taken for HVM firmware"],
      "a 32-bit ELF without a PVH entry is taken for HVM firmware (--mode hvm)"
    ),
    (
      [
        "decompress", "inflate failed", "Decoding failed", "stream is damaged", "stream ends early",
        "Multi part input", "Error reading kernel image",
      ],
      "the payload does not unpack: damaged, cut off, or packed in a way that this loader does not know; "
        + "get the file again, or give the vmlinux"
    ),
    (
      ["payload offset overflow", "payload length overflow", "payload lies outside the file"],
      "the bzImage is cut off; get the file again"
    ),
    (
      ["the initial domain is PV or PVH"], "the initial domain is PV or PVH; use --role domU"
    ),
    (
      ["the PV shim came with"], "this release has no PV shim; ask a later one (--xen)"
    ),
    (
      ["crash:", "never ends"],
      "the loader does not check what it reads and writes there; whatever it does is up to chance"
    ),
  ]

  static let unknown =
    "the words of the verdict are all that it says, and no other rule found a cause; "
    + "`pvkit explain loader-refuses` has what they mean"

  /// nil for reasons that have rules of their own.
  static func of(_ verdict: Verdict) -> String? {
    guard let reason = verdict.reason else { return nil }
    return known.first { $0.words.contains(where: reason.contains) }?.meaning
  }

  /// A note that says why a PV kernel is not taken, which a PVH kernel can do without.
  static func isNotable(_ finding: Finding) -> Bool {
    [EntryDefault.id, VirtBaseMissing.id, LoaderName.id, XenVersion.id, Pv32Target.id].contains(
      finding.rule)
  }
}
