// SPDX-License-Identifier: Apache-2.0



/// An ELF as libelf (elfutils) reads it: headers, segments, sections, symbols.
public struct ElfFile: Sendable {
  public enum Width: Int, Sendable { case bits32 = 32, bits64 = 64 }

  public let bytes: Bytes
  public let width: Width
  /// e_machine: EM_386, EM_X86_64, …
  public let machine: UInt16
  public let entry: UInt64
  public let segments: [Segment]
  public let sections: [Section]

  /// A program header. Addresses and sizes in bytes.
  public struct Segment: Sendable {
    public let index: Int
    public let type: UInt32
    public let flags: UInt32
    public let offset: UInt64
    public let virtualAddress: UInt64
    public let physicalAddress: UInt64
    public let fileSize: UInt64
    public let memorySize: UInt64
    public let alignment: UInt64
  }

  /// A section header, its name resolved.
  public struct Section: Sendable {
    public let index: Int
    public let name: String
    public let type: UInt32
    public let flags: UInt64
    public let address: UInt64
    public let offset: UInt64
    public let size: UInt64
    public let alignment: UInt64
  }
}
