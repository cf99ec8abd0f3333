// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// The addresses that belong to kallsyms' names. Linux wrote them in five ways, and no table tells
/// its own: the one counts by which all are a kernel's addresses, in order.
struct KallsymsAddresses {
  struct Entry: Sendable {
    let address: UInt64
    /// The name's place.
    let id: Int
  }

  /// What a number of the table means.
  private enum Encoding: CaseIterable {
    /// Linux 4.6 on, with areas of each processor: a negative one counts down from the base; any
    /// other lies in such an area, where there is no code.
    case negative
    /// The like without such areas, and from 6.15 on: from the base.
    case distance
    /// Linux 7.0 on: from where the number stands.
    case place
    /// Before 4.6: the address itself.
    case address
  }

  private let bytes: Bytes
  private let address: UInt64
  private let width: ElfFile.Width
  private let count: Int
  private var word: Int { width.rawValue / 8 }

  /// - Parameters:
  ///   - bytes: the section that has the tables; `address`: where it lies.
  ///   - count: how many names there are.
  init(_ bytes: Bytes, at address: UInt64, _ width: ElfFile.Width, count: Int) {
    (self.bytes, self.address, self.width, self.count) = (bytes, address, width, count)
  }

  /// - Parameters:
  ///   - names: where the number of names stands: up to Linux 6.3 the table ends there.
  ///   - tokens: where the tokens' index ends: from 6.4 on the table begins there.
  func read(before names: Int, behind tokens: Int) -> [Entry]? {
    for encoding in Encoding.allCases {
      let size = encoding == .address ? word : 4
      let hasBase = encoding == .negative || encoding == .distance
      let before = (names - (hasBase ? word : 0) - size * count) / word * word
      let behind = (tokens + word - 1) / word * word
      for start in [behind, before] {
        if let found = entries(encoding, size, from: start) { return found }
      }
    }
    return nil
  }

  /// Nil when they are out of order, or no addresses of a kernel.
  private func entries(_ encoding: Encoding, _ size: Int, from start: Int) -> [Entry]? {
    let end = start + size * count
    guard start >= 0, end <= bytes.count else { return nil }
    let base = bytes.word(at: (end + word - 1) / word * word, width) ?? 0
    var found: [Entry] = []
    found.reserveCapacity(count)
    return bytes.withUnsafeBytes { raw in
      var last: UInt64 = 0
      for id in 0..<count {
        let place = start + size * id
        guard let value = value(encoding, raw, place, base) else { continue }
        guard value >= last, isOfKernel(value) else { return nil }
        last = value
        found.append(Entry(address: value, id: id))
      }
      return found.count > 1 && found[0].address < last ? found : nil
    }
  }

  private func value(
    _ encoding: Encoding, _ raw: UnsafeRawBufferPointer, _ place: Int, _ base: UInt64
  ) -> UInt64? {
    if encoding == .address {
      return word == 8
        ? raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        : UInt64(raw.loadUnaligned(fromByteOffset: place, as: UInt32.self))
    }
    let offset = raw.loadUnaligned(fromByteOffset: place, as: Int32.self)
    let distance = UInt64(bitPattern: Int64(offset))
    return switch encoding {
    case .negative: offset < 0 ? base &- 1 &- distance : nil
    case .distance: base &+ UInt64(UInt32(bitPattern: offset))
    default: address &+ UInt64(place) &+ distance
    }
  }

  private func isOfKernel(_ value: UInt64) -> Bool {
    width == .bits64 ? value >= 1 << 63 : value >= 1 << 20 && value <= UInt64(UInt32.max)
  }
}

extension Bytes {
  /// The word of that width, or nil outside.
  func word(at offset: Int, _ width: ElfFile.Width) -> UInt64? {
    guard offset >= 0 else { return nil }
    return width == .bits64
      ? integer(at: UInt64(offset), as: UInt64.self)
      : integer(at: UInt64(offset), as: UInt32.self).map { UInt64($0) }
  }
}
