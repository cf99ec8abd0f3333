// SPDX-License-Identifier: Apache-2.0

/// What a ModRM byte asks for: a byte of a table.
struct Addressing {
  let rawValue: UInt8

  /// ModRM, SIB and the displacement; not the one that a SIB without a base asks for.
  var bytes: Int { Int(rawValue & 0x7f) }
  var hasSib: Bool { rawValue & 0x80 != 0 }

  private init(displacement: Int, hasSib: Bool = false) {
    rawValue = UInt8(1 + displacement + (hasSib ? 1 : 0)) | (hasSib ? 0x80 : 0)
  }

  /// With addresses of 32 or 64 bits.
  static func wide(_ modRM: UInt8) -> Addressing {
    let (mod, rm) = (modRM >> 6, modRM & 7)
    guard mod != 3 else { return Addressing(displacement: 0) }
    let displacement = [rm == 5 ? 4 : 0, 1, 4][Int(mod)]
    return Addressing(displacement: displacement, hasSib: rm == 4)
  }

  /// With addresses of 16 bits.
  static func short(_ modRM: UInt8) -> Addressing {
    let (mod, rm) = (modRM >> 6, modRM & 7)
    return Addressing(displacement: mod == 3 ? 0 : [rm == 6 ? 2 : 0, 1, 2][Int(mod)])
  }
}
