// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// A model of Xen's own libelf, the parser of guest kernels that the toolstack and the hypervisor
/// share (common/libelf@4.17).
public enum XenLibelf {
  /// The result of parsing.
  public struct Parsed: Sendable {
    /// The reason why libelf refuses the image; nil if it accepts it.
    public let refusal: Refusal?
    /// The parameters read up to that point.
    public let parameters: GuestParameters
    /// The range of physical addresses of the loadable segments.
    public let memory: MemorySpan
    /// A defect that libelf reports as broken, which does not refuse the image by itself.
    public let broken: String?

    /// Whether libelf accepts the kernel.
    public var accepts: Bool { refusal == nil }
    /// The place where the notes were found.
    public var source: NoteSource { parameters.source }
  }

  /// Parses an unpacked kernel, as the toolstack does.
  ///
  /// - Parameters:
  ///   - kernel: the ELF file, unpacked.
  ///   - hvm: whether it is to run in an HVM container (PVH).
  ///   - release: the release of libelf.
  public static func parse(
    kernel: Bytes, hvm: Bool, release: XenRelease = .standard
  ) -> Parsed {
    parse(
      KernelBlob(bytes: kernel), hvm: hvm, dialect: Dialect(host: .toolstack, release: release)
    ).parsed
  }

  /// Parses a kernel, and also returns the ELF file for the loader's next steps; nil if it is not
  /// one.
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
