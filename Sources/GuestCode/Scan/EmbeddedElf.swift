// SPDX-License-Identifier: Apache-2.0

import CElf
import GuestImage

/// Finds whole ELF files within a kernel's code and data: the vDSO, which the kernel maps into
/// processes. Its code runs in user space, and calls the kernel but never Xen.
struct EmbeddedElf {
  /// More than any kernel has.
  private static let most = 64

  /// The ranges of the embedded files in the bytes, in order.
  ///
  /// - Parameter start: the offset of the bytes in the kernel's file, to leave out its own header
  ///   at 0.
  static func ranges(in bytes: Bytes, at start: UInt64) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var at = 0
    while found.count < most, let place = bytes.firstOffset(of: magic, from: at) {
      let extent = start + UInt64(place) == 0 ? nil : extent(bytes, place)
      if let extent { found.append(place..<place + extent) }
      at = place + (extent ?? magic.count)
    }
    return found
  }

  private static let magic: [UInt8] = [0x7f] + Array("ELF".utf8)

  /// The length of the embedded file in bytes, from its headers; nil if it is not an x86 executable
  /// or shared object.
  private static func extent(_ bytes: Bytes, _ place: Int) -> Int? {
    guard let file = bytes.suffix(from: UInt64(place)), let width = file[Int(EI_CLASS)],
      [1, 2].contains(width), file[Int(EI_DATA)] == UInt8(ELFDATA2LSB),
      let type: UInt16 = file.integer(at: 16), [ET_EXEC, ET_DYN].contains(Int32(type)),
      let machine: UInt16 = file.integer(at: 18), [EM_386, EM_X86_64].contains(Int32(machine))
    else { return nil }
    let isWide = width == 2
    func word(_ offset: UInt64) -> UInt64? {
      isWide
        ? file.integer(at: offset, as: UInt64.self)
        : file.integer(at: offset, as: UInt32.self).map(UInt64.init)
    }
    func half(_ offset: UInt64) -> UInt64? {
      file.integer(at: offset, as: UInt16.self).map(UInt64.init)
    }
    guard let sections = word(isWide ? 0x28 : 0x20), let size = half(isWide ? 0x3a : 0x2e),
      let count = half(isWide ? 0x3c : 0x30), let programs = word(isWide ? 0x20 : 0x1c),
      let programSize = half(isWide ? 0x36 : 0x2a), let programCount = half(isWide ? 0x38 : 0x2c),
      sections <= UInt64(file.count), programs <= UInt64(file.count), programCount < 256
    else { return nil }
    var end = max(sections + size * count, programs + programSize * programCount)
    for index in 0..<programCount {
      let header = programs + index * programSize
      guard let offset = word(header + (isWide ? 8 : 4)),
        let length = word(header + (isWide ? 32 : 16)), offset <= UInt64(file.count),
        length <= UInt64(file.count)
      else { return nil }
      end = max(end, offset + length)
    }
    return Int(min(end, UInt64(file.count)))
  }
}
