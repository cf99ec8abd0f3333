// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// Xen's own libelf, the parser of guest kernels that the toolstack and the hypervisor share
/// (common/libelf@4.17), as it behaves.
public enum XenLibelf {
  /// What came of parsing.
  public struct Parsed: Sendable {
    /// Why libelf refuses the image; nil when it takes it.
    public let refusal: Refusal?
    /// What it had learnt by then.
    public let parameters: GuestParameters
    /// The physical addresses that the loadable segments span: least, and greatest plus size.
    public let memory: MemorySpan
    /// What libelf remarks on as broken, which by itself refuses nothing.
    public let broken: String?

    /// Whether libelf takes the kernel.
    public var accepts: Bool { refusal == nil }
    /// Where the notes that count were found.
    public var source: NoteSource { parameters.source }
  }

  /// Parses an unpacked kernel.
  ///
  /// - Parameters:
  ///   - kernel: the ELF, unpacked.
  ///   - hvm: whether it is to run in an HVM container (PVH).
  ///   - release: whose libelf.
  public static func parse(
    kernel: Bytes, hvm: Bool, release: XenRelease = .standard
  ) -> Parsed {
    parse(
      KernelBlob(bytes: kernel), hvm: hvm, dialect: Dialect(host: .toolstack, release: release)
    ).parsed
  }

  /// The like, with the ELF for what a loader does next; nil when it is none.
  static func parse(
    _ blob: KernelBlob, hvm: Bool, dialect: Dialect
  ) -> (parsed: Parsed, elf: RawElf?) {
    guard RawElf.isElf(blob, dialect) else {
      return (refused(.notElf(dialect.release)), nil)
    }
    let elf = RawElf(blob, dialect)
    if let refusal = elf.initialise() { return (refused(refusal, broken: elf.broken), nil) }
    let memory = elf.memorySpan
    var parser = NoteParser(elf: elf, hvm: hvm, dialect: dialect)
    var refusal = parser.run(memory)
    if let lost = elf.lost { refusal = lost }
    let parsed = Parsed(
      refusal: refusal, parameters: parser.parameters, memory: memory, broken: elf.broken)
    return (parsed, elf)
  }

  private static func refused(_ refusal: Refusal, broken: String? = nil) -> Parsed {
    Parsed(refusal: refusal, parameters: GuestParameters(), memory: .empty, broken: broken)
  }
}
