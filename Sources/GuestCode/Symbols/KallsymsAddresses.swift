// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// The addresses of the names in kallsyms. Linux has encoded them in several ways, and no table
/// says which one it has. It is the encoding by which all values are kernel addresses in ascending
/// order.
struct KallsymsAddresses {
  struct Entry: Sendable {
    let address: UInt64
    /// The index of the name.
    let id: Int
  }

  /// The meaning of a number in the table.
  private enum Encoding: CaseIterable {
    /// Since Linux 4.6, with per-CPU symbols: a negative number counts down from the base. Any
    /// other is a per-CPU address, where no code is.
    case negative
    /// Without per-CPU symbols, and always since 6.15: the distance from the base.
    case distance
    /// Since Linux 7.0: the distance from the number's own address.
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
  ///   - bytes: the section that contains the tables.
  ///   - address: the section's address.
  ///   - width: of the ELF file.
  ///   - count: the number of names.
  init(_ bytes: Bytes, at address: UInt64, _ width: ElfFile.Width, count: Int) {
    (self.bytes, self.address, self.width, self.count) = (bytes, address, width, count)
  }

  /// Finds the table before or after the names.
  ///
  /// - Parameters:
  ///   - names: the offset of the number of names: up to Linux 6.3 the table ends there.
  ///   - tokens: the end of the tokens' index: since 6.4 the table begins there.
  /// - Returns: the addresses with their names, sorted; nil if no encoding fits.
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

  /// Nil if the values are out of order or are not kernel addresses.
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
  /// The word of that width; nil outside.
  func word(at offset: Int, _ width: ElfFile.Width) -> UInt64? {
    guard offset >= 0 else { return nil }
    return width == .bits64
      ? integer(at: UInt64(offset), as: UInt64.self)
      : integer(at: UInt64(offset), as: UInt32.self).map { UInt64($0) }
  }
}
