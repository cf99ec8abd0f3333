// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// Why an address is no place to start executing.
enum CodeFault {
  /// In no segment.
  case hole
  /// In the zeroed part of a segment.
  case zeroed
  /// The file has only zeros there.
  case zeros
  /// In an allocated section without SHF_EXECINSTR.
  case data(section: String)
  /// In a segment without PF_X, with no section to tell more.
  case notExecutable(segment: Int)

  /// Nil when the spot may well be code.
  init?(_ spot: LoadedMemory.Spot?) {
    guard let spot else {
      self = .hole
      return
    }
    guard spot.fileOffset != nil else {
      self = .zeroed
      return
    }
    if !spot.start.isEmpty, spot.start.allSatisfy({ $0 == 0 }) {
      self = .zeros
    } else if let section = spot.section, !section.isExecutable {
      self = .data(section: section.name)
    } else if spot.section == nil, !spot.segment.isExecutable {
      self = .notExecutable(segment: spot.segment.index)
    } else {
      return nil
    }
  }

  /// Whether the guest dies of it; loaders and page tables ignore flags.
  var isDeadly: Bool {
    if case .notExecutable = self { false } else { true }
  }

  var words: String {
    switch self {
    case .hole: "in no segment"
    case .zeroed: "in bss, which is full of zeros"
    case .zeros: "where the file holds zeros"
    case .data(let section): "in \(Message.quoted(section)), which is not executable"
    case .notExecutable(let segment): "in segment \(segment), which is not marked executable"
    }
  }
}
