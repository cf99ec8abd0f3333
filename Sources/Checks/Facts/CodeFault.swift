// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// The reason why execution cannot start at an address.
enum CodeFault {
  /// The address is in no segment.
  case hole
  /// The address is in the zeroed part of a segment.
  case zeroed
  /// The file contains only zeros there.
  case zeros
  /// The address is in an allocated section without SHF_EXECINSTR.
  case data(section: String)
  /// The address is in a segment without PF_X, and no section contains it.
  case notExecutable(segment: Int)

  /// Nil if code may be at the address.
  init?(_ byte: LoadedMemory.LoadedByte?) {
    guard let byte else {
      self = .hole
      return
    }
    guard byte.fileOffset != nil else {
      self = .zeroed
      return
    }
    if !byte.start.isEmpty, byte.start.allSatisfy({ $0 == 0 }) {
      self = .zeros
    } else if let section = byte.section, !section.isExecutable {
      self = .data(section: section.name)
    } else if byte.section == nil, !byte.segment.isExecutable {
      self = .notExecutable(segment: byte.segment.index)
    } else {
      return nil
    }
  }

  /// Whether the guest dies at the address. Flags of a segment do not matter, because loaders
  /// ignore them when they build page tables.
  var isDeadly: Bool {
    if case .notExecutable = self { false } else { true }
  }

  var words: String {
    switch self {
    case .hole: "in no segment"
    case .zeroed: "in bss, which contains only zeros"
    case .zeros: "where the file contains zeros"
    case .data(let section): "in \(Message.quoted(section)), which is not executable"
    case .notExecutable(let segment): "in segment \(segment), which is not marked executable"
    }
  }
}
