// SPDX-License-Identifier: Apache-2.0

import Base
import Checks
import HypervisorABI
import Loaders

/// A guest's memory as one loader lays it out, at the guest's first instruction, with the findings
/// of `pvkit check` at their addresses.
///
/// Physical addresses are pseudo-physical, from 0; all sizes are in bytes.
public struct GuestMap: Sendable, Codable {
  /// The kind of an item, which determines its colour and name.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    case code, readOnly, data, zeroed
    case notes, hypercallPage, entry
    case frameTable, page, pageTables, stack
    case unused

    /// The name in the legend.
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

  /// A range of memory, or a single address.
  public struct Item: Sendable, Equatable, Codable {
    public let kind: Kind
    /// `segment 0 r-x`, `start_info`
    public let name: String
    /// Details: the sections of a segment, the symbol at an entry.
    public let detail: String
    /// Empty for a single address.
    public let physical: Range<UInt64>
    /// The virtual address of the first byte; nil if it is not mapped, or paging is off.
    public let virtual: UInt64?
  }

  /// A finding of `pvkit check`.
  public struct Mark: Sendable, Equatable, Codable {
    public let rule: String
    public let severity: Severity
    public let message: String
    /// The place, human-readable: `note ENTRY`; empty for the image as a whole.
    public let place: String
    /// The physical address; nil if the finding has none in the domain's memory.
    public let physical: UInt64?
    /// The address that the finding is about, if it is outside the domain's memory.
    public let outside: UInt64?
  }

  /// The image's name.
  public let image: String
  /// `bzImage (xz), ELF64 x86_64, notes from PT_NOTE`
  public let subject: String
  public let verdict: VerdictReport
  /// The size of the domain's memory.
  public let memory: UInt64
  /// The physical addresses that the first page tables map, starting at the base; nil if there are
  /// none.
  public let mapped: Range<UInt64>?
  /// The virtual address of the domain's first byte; nil if the guest starts with paging off.
  public let base: UInt64?
  /// The items by physical address; an item within another one follows it.
  public let items: [Item]
  /// The number of segments beyond the limit, which are not drawn.
  public let omitted: Int
  /// The findings, in the order of the report.
  public let marks: [Mark]

  /// Whether the loader refuses the image, or there is an error or a warning.
  public var hasFindings: Bool {
    !verdict.accepts || marks.contains { $0.severity != .note }
  }

  /// `libxenguest 4.17 accepts it as PV domU of 512 MiB: xen-3.0-x86_64`
  public var heading: String {
    let kind = "\(verdict.mode.rawValue.uppercased()) \(verdict.role.rawValue)"
    let why = (verdict.reason.value ?? verdict.guestType.value).map { ": \($0)" } ?? ""
    return "\(verdict.loader) \(verdict.xen) \(verdict.outcome.word) it as \(kind) of "
      + "\(byteSize(memory))\(why)"
  }
}
