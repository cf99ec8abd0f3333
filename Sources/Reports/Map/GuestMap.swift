// SPDX-License-Identifier: Apache-2.0

import Base
import Checks
import HypervisorABI
import Loaders

/// A guest's memory as one loader lays it out, at the guest's first instruction, with what `pvkit check`
/// finds at its place.
///
/// Physical addresses are the guest's own, from 0; all sizes are in bytes.
public struct GuestMap: Sendable, Codable {
  /// What lies at an address, by how it is drawn and named.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    case code, readOnly, data, zeroed
    case notes, hypercallPage, entry
    case frameTable, page, pageTables, stack
    case unused

    /// As a legend has it.
    public var name: String {
      switch self {
      case .code: "executable segment"
      case .readOnly: "read-only segment"
      case .data: "writable segment"
      case .zeroed: "zeroed by the loader"
      case .notes: "notes"
      case .hypercallPage: "hypercall page"
      case .entry: "entry"
      case .frameTable: "P2M table"
      case .page: "page of the interface"
      case .pageTables: "page tables"
      case .stack: "boot stack"
      case .unused: "unused"
      }
    }
  }

  /// A stretch of memory, or a place in it.
  public struct Item: Sendable, Equatable, Codable {
    public let kind: Kind
    /// `segment 0 r-x`, `start_info`
    public let name: String
    /// What else there is to say: the sections of a segment, the symbol of an entry.
    public let detail: String
    /// Empty of a place.
    public let physical: Range<UInt64>
    /// Of its first byte; nil where nothing maps it, or paging is off.
    public let virtual: UInt64?
  }

  /// Something that is wrong or unwise.
  public struct Mark: Sendable, Equatable, Codable {
    public let rule: String
    public let severity: Severity
    public let message: String
    /// For people: `note ENTRY`; empty for the image as a whole.
    public let place: String
    /// Where it is; nil for what has no place in memory.
    public let physical: UInt64?
    /// An address that it is about and that lies outside the domain's memory.
    public let outside: UInt64?
  }

  /// The image's name.
  public let image: String
  /// `bzImage (xz), ELF64 x86_64, notes from PT_NOTE`
  public let subject: String
  public let verdict: VerdictReport
  /// The domain's memory.
  public let memory: UInt64
  /// What the first page tables map from the base on; nil where there are none.
  public let mapped: Range<UInt64>?
  /// Of the domain's first byte; nil where the guest starts with paging off.
  public let base: UInt64?
  /// By physical address; what lies in another item comes behind that.
  public let items: [Item]
  /// Segments that are not drawn, for there were too many.
  public let omitted: Int
  /// In the order of the findings.
  public let marks: [Mark]

  /// A loader that refuses it, an error or a warning.
  public var hasFindings: Bool {
    !verdict.accepts || marks.contains { $0.severity != .note }
  }

  /// `libxenguest 4.17 accepts it as PV domU of 512 MiB (xen-3.0-x86_64)`
  public var heading: String {
    let word = CheckText.word(verdict.outcome)
    let kind = "\(verdict.mode.rawValue.uppercased()) \(verdict.role.rawValue)"
    let why = (verdict.reason.value ?? verdict.guestType.value).map { ": \($0)" } ?? ""
    return "\(verdict.loader) \(verdict.xen) \(word) it as \(kind) of \(byteSize(memory))\(why)"
  }
}
