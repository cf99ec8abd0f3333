// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Loaders

/// Something about an image that is wrong or unwise, whether or not a loader takes it.
public struct Finding: Sendable, Equatable {
  public enum Severity: String, Sendable, Comparable, CaseIterable {
    /// The guest does not boot, or dies.
    case error
    /// It works today by luck or by one loader's leniency.
    case warning
    /// Worth knowing.
    case note

    public static func < (left: Severity, right: Severity) -> Bool {
      allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
    }
  }

  /// The rule's stable id: `note-owner`.
  public let rule: String
  public let severity: Severity
  /// What is wrong, with the figures, and what cures it.
  public let message: String
  public let place: Place

  public init(rule: String, severity: Severity, message: String, place: Place = Place()) {
    self.rule = rule
    self.severity = severity
    self.message = message
    self.place = place
  }
}

/// Where a finding is; what does not apply is nil. Offsets count in the unpacked ELF.
public struct Place: Sendable, Equatable {
  public var note: String?
  public var section: String?
  public var segment: Int?
  public var symbol: String?
  public var offset: UInt64?
  public var address: UInt64?

  public init(
    note: String? = nil, section: String? = nil, segment: Int? = nil, symbol: String? = nil,
    offset: UInt64? = nil, address: UInt64? = nil
  ) {
    self.note = note
    self.section = section
    self.segment = segment
    self.symbol = symbol
    self.offset = offset
    self.address = address
  }
}
