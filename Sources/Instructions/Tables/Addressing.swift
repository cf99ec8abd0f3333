// SPDX-License-Identifier: Apache-2.0

/// What follows from a ModRM byte, as one byte of a table.
struct Addressing {
  let rawValue: UInt8

  /// The bytes of ModRM, SIB and displacement, without the displacement of a SIB that has no base.
  var bytes: Int { Int(rawValue & 0x7f) }
  var hasSib: Bool { rawValue & 0x80 != 0 }

  private init(displacement: Int, hasSib: Bool = false) {
    rawValue = UInt8(1 + displacement + (hasSib ? 1 : 0)) | (hasSib ? 0x80 : 0)
  }

  /// For 32-bit and 64-bit addresses.
  static func wide(_ modRM: UInt8) -> Addressing {
    let (mod, rm) = (modRM >> 6, modRM & 7)
    guard mod != 3 else { return Addressing(displacement: 0) }
    let displacement = [rm == 5 ? 4 : 0, 1, 4][Int(mod)]
    return Addressing(displacement: displacement, hasSib: rm == 4)
  }

  /// For 16-bit addresses.
  static func short(_ modRM: UInt8) -> Addressing {
    let (mod, rm) = (modRM >> 6, modRM & 7)
    return Addressing(displacement: mod == 3 ? 0 : [rm == 6 ? 2 : 0, 1, 2][Int(mod)])
  }
}
