// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import GuestImage
import HypervisorABI

/// `KEY=VALUE`, an assignment to a key of the string `__xen_guest`.
struct GuestStringAssignment {
  let pair: LegacyString.Pair

  init(_ text: String) throws {
    let name = NoteAssignment.shown(text)
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { throw ValidationError("\(name): expected KEY=VALUE") }
    let (key, value) = (try Self.key(String(parts[0])), String(parts[1]))
    let isPlain = value.unicodeScalars.allSatisfy { (32..<127).contains($0.value) && $0 != "," }
    guard isPlain else {
      throw ValidationError("\(name): expected printable ASCII without commas")
    }
    if key.wantsNumber && Self.number(value) == nil {
      throw ValidationError("\(name): \(key.name) takes a number, such as 0xc0000000")
    }
    pair = LegacyString.Pair(key: key.name, value: value)
  }

  private static func key(_ name: String) throws -> GuestStringKey {
    guard let key = GuestStringKey.all.first(where: { $0.name == name }) else {
      let names = GuestStringKey.all.map(\.name)
      throw unknown(
        "key of __xen_guest", NoteAssignment.shown(name), among: names,
        otherwise: "keys are \(names.joined(separator: ", "))")
    }
    return key
  }

  private static func number(_ text: String) -> UInt64? {
    text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text)
  }
}

extension GuestStringKey {
  fileprivate var wantsNumber: Bool { note.descriptor != .string }
}
