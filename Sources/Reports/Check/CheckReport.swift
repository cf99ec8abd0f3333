// SPDX-License-Identifier: Apache-2.0

import Base
import Checks
import GuestImage
import Loaders

/// The result of `pvkit check` for one image; its JSON form is a contract.
///
/// Addresses and offsets are strings (`0xffffffff81000000`). The report does not depend on the
/// time, the host or the image's location.
public struct CheckReport: JsonDocument {
  public static let form = JsonForm.check

  /// The image's name, without the directories of an absolute path.
  public let image: String
  /// The file format that contains the kernel.
  public let container: ContainerReport
  /// The ELF file inside; null if there is none.
  public let elf: Nullable<ElfReport>
  /// The Xen notes that the loaders use.
  public let notes: NotesReport
  /// One verdict for each requested loader, mode and role; empty if the image could not be checked.
  public private(set) var verdicts: [VerdictReport]
  /// Usual modes that were not checked; empty if the modes were given.
  public let notOffered: [NotOfferedReport]
  /// The findings of the rules, whether or not a loader refuses the image.
  public let findings: [FindingReport]
  /// The number of findings, refusals by loaders and instructions that the project file or a
  /// suppression accepts.
  public let suppressed: Int
  /// Why the image could not be checked (exit code 3); no key if it was checked.
  public let error: String?

  /// Whether a loader refuses the image, or there is an error or a warning.
  public var hasFindings: Bool { !annotations.allSatisfy(\.isNote) }

  init(
    image: GuestImage, notes: NotesReport, verdicts: [VerdictReport] = [],
    notOffered: [NotOfferedReport] = [], findings: [Finding] = [], suppressed: Int = 0
  ) {
    self.suppressed = suppressed
    self.image = image.title
    container = ContainerReport(image)
    elf = Nullable((try? image.elf.get()).map(ElfReport.init))
    self.notes = notes
    self.verdicts = verdicts
    self.notOffered = notOffered
    self.findings = findings.map(FindingReport.init)
    error = image.problem?.named(image.title).description
  }
}

extension CheckReport {
  /// The report without counting as refusals the verdicts for guests that the release does not build,
  /// where other releases build them.
  func excusing(_ isBuiltElsewhere: (VerdictReport) -> Bool) -> CheckReport {
    var copy = self
    copy.verdicts = verdicts.map { verdict in
      var verdict = verdict
      if !verdict.isBuilt, isBuiltElsewhere(verdict) { verdict.severity = Nullable(nil) }
      return verdict
    }
    return copy
  }
}

/// The file format that contains the kernel.
public struct ContainerReport: Encodable, Sendable {
  /// `elf`, `bzImage`, `gzip` or `unknown`: the innermost container of the kernel.
  public let kind: String
  /// The compression of the payload; null if it is not compressed.
  public let compression: Nullable<String>
  /// `gzip` if the bzImage as a whole was compressed; otherwise no key.
  public let outer: String?

  init(_ image: GuestImage) {
    kind = image.innermost.kind.rawValue
    compression = Nullable(image.innermost.compression?.rawValue)
    outer = image.inner.map { _ in image.container.kind.rawValue }
  }

  /// `bzImage (xz), ELF64 x86_64`, `gzip, bzImage (xz), ELF64 x86_64`, `ELF64 x86_64`.
  func text(_ elf: ElfReport?) -> String {
    let inside = elf.map { "ELF\($0.class) \($0.machine)" } ?? "no ELF inside"
    guard kind != Container.Kind.elf.rawValue else { return inside }
    let codec = compression.value.flatMap { $0 == kind ? nil : " (\($0))" } ?? ""
    return (outer.map { $0 + ", " } ?? "") + kind + codec + ", " + inside
  }
}

/// The class and machine of an ELF file.
public struct ElfReport: Encodable, Sendable {
  /// 32 or 64.
  public let `class`: Int
  /// `x86_64`, `i386`, or the name or number of another e_machine.
  public let machine: String

  init(_ elf: ElfFile) {
    `class` = elf.width.rawValue
    machine = elf.machineName
  }
}
