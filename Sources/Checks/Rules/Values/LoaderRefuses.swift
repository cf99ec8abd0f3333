// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI
import Loaders

/// A loader refuses the image for a reason that no other rule explains.
///
/// The verdict contains the loader's own message; this finding explains it. xl and libxl print
/// "Invalid kernel" after any of them. The toolstack prints "no loader found" (xc_dom_find_loader)
/// if none of its loaders accepts the image: a file that is not a kernel, or notes that libelf
/// refuses for a reason that xl does not print (pvkit's verdict has it in parentheses). "unable to
/// XZ decompress kernel" and similar messages mean a damaged payload, a codec that the library was
/// built without, or a dictionary that is too large.
///
/// "segment kernel too large" and "not enough memory for initial mapping" mean that the domain's
/// memory is too small: the loader needs room for the kernel, its page tables and the table of
/// frames. "ELF image is not 32bit" comes from the loader of HVM firmware, which gets every ELF
/// file without a PVH entry. "crash" is pvkit's own word: the loader reads or writes memory that it
/// does not own.
///
/// A refusal is the verdict itself, and always an error: `[severity]` in `.pvkit.toml` cannot lower
/// it. One that is right is accepted by a `[[suppression]]` with a reason. Of several releases
/// (`--xen 3.4-4.17`), those that build no guests of a mode count as refusals only if none of them
/// builds such guests.
///
/// **Affected:** the loader that the finding names.
///
/// **Fix:** as the finding says. To see the verdict for another mode or release:
///
/// ```
/// pvkit check --mode pv --xen 4.17 --memory 1G vmlinux
/// ```
public enum LoaderRefuses: Rule {
  public static let id = "loader-refuses"
  public static let severity: Severity = .error
  public static let lesserSeverities: [Severity] = [.note]
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
      let known = LoaderWords.meaning(of: verdict)
      guard let meaning = known ?? (isExplained(verdict, subject) ? nil : unknown) else { continue }
      let text =
        "\(verdict.loader) as \(verdict.role.rawValue) \(verdict.mode.rawValue): \(meaning)"
        + (verdict.neededMemory == nil ? "" : enough(refusals))
      if !meanings.contains(text) { meanings.append(text) }
    }
    return meanings.map { finding(.meaning($0), .note) }
  }

  /// What is enough for all loaders that lack memory, so that the next run does not ask for more.
  private static func enough(_ refusals: [Verdict]) -> String {
    let needed = refusals.compactMap(\.neededMemory)
    guard let most = needed.map(\.mebibytes).max() else { return "" }
    let isEnough = needed.allSatisfy(\.isEnough)
    return isEnough ? "; \(most) MiB are enough" : "; it takes at least \(most) MiB"
  }

  /// Whether another rule has found a defect that may be the cause of the refusal: an error or a
  /// warning, or a finding of any severity about guests of that mode and role.
  private static func isExplained(_ verdict: Verdict, _ subject: Subject) -> Bool {
    let causes = causes(of: verdict)
    return subject.found.contains { finding in
      finding.severity < .note && !aboutCode.contains(finding.rule)
        || causes.contains(finding.rule)
    }
  }

  /// The rules whose findings, notes too, are about guests of the verdict's mode and role.
  private static func causes(of verdict: Verdict) -> Set<String> {
    let ofRole: Set<String> = verdict.role == .dom0 ? [Dom0Feature.id] : []
    return switch verdict.mode {
    case .pv, .shim: notable.union(ofRole).union([LinkAddress.id, PaeMode.id, PvEntryMissing.id])
    case .pvh: notable.union(ofRole).union([Phys32Missing.id])
    case .hvm: notable
    }
  }

  /// Rules on what loaders of several modes read, in one release or another.
  private static let notable: Set<String> = [
    EntryDefault.id, VirtBaseMissing.id, LoaderName.id, XenVersion.id, Pv32Target.id,
  ]

  private static let unknown =
    "the verdict's message is the only information, and no other rule found a cause; "
    + "`pvkit explain loader-refuses` explains such messages"

  private static let aboutCode: Set<String> = [
    InstructionFaults.id, InstructionMisleads.id, InstructionConditional.id, HypercallSites.id,
    FloatingPoint.id, CodeUnread.id,
  ]
}

extension Message {
  fileprivate static func meaning(_ text: String) -> Message { "\(text)" }
}
