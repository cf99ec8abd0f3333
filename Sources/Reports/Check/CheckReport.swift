// SPDX-License-Identifier: Apache-2.0

import Base
import Checks
import GuestImage
import Loaders

/// All that `pvkit check` says of one image; its JSON form is a contract.
///
/// Addresses and offsets are strings (`0xffffffff81000000`). Nothing in it depends on the time, the
/// host or where the image lies.
public struct CheckReport: JsonDocument {
  public static let form = JsonForm.check

  /// The image's name, without the folders of an absolute path.
  public let image: String
  /// What the kernel is wrapped in.
  public let container: ContainerReport
  /// The ELF inside; null when there is none.
  public let elf: Nullable<ElfReport>
  /// What the loaders go by.
  public let notes: NotesReport
  /// One for each loader, mode and role that was asked for; none of an image that could not be judged.
  public let verdicts: [VerdictReport]
  /// Usual modes that were not asked about; none when they were given.
  public let notOffered: [NotOfferedReport]
  /// What is wrong or unwise, whether or not a loader minds.
  public let findings: [FindingReport]
  /// Findings that the project file accepts, refusals of loaders among them, and reviewed instructions.
  public let suppressed: Int
  /// Why the image could not be judged (exit code 3); no key when it could.
  public let error: String?

  /// A loader that refuses it, an error or a warning.
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

/// What the kernel is wrapped in.
public struct ContainerReport: Encodable, Sendable {
  /// `elf`, `bzImage`, `gzip` or `unknown`: the last wrapping before the kernel.
  public let kind: String
  /// How the payload is packed; null when it is not.
  public let compression: Nullable<String>
  /// `gzip` when that bzImage was packed as a whole; else no key.
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

/// What kind of ELF it is.
public struct ElfReport: Encodable, Sendable {
  /// 32 or 64.
  public let `class`: Int
  /// `x86_64`, `i386`, or what else e_machine says.
  public let machine: String

  init(_ elf: ElfFile) {
    `class` = elf.width.rawValue
    machine = elf.machineName
  }
}
