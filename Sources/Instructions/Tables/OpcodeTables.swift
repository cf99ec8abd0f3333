// SPDX-License-Identifier: Apache-2.0

/// The maps of one mode in the decoder's form. They are allocated once and never freed, so that a
/// look-up is a single load.
struct OpcodeTables: @unchecked Sendable {
  static let bits32 = OpcodeTables(.bits32)
  static let bits64 = OpcodeTables(.bits64)

  /// The classes of opcodes that do not depend on the opcode alone.
  let classes: ClassTable
  private let shapes: UnsafePointer<Shape>
  private let longAddresses: UnsafePointer<Addressing>
  private let shortAddresses: UnsafePointer<Addressing>

  private init(_ mode: CodeMode) {
    let classes = ClassTable(mode)
    self.classes = classes
    shapes = Self.immortal(OpcodeMap.allCases.flatMap { Self.shapes(of: $0, mode, classes) })
    longAddresses = Self.immortal((0...255).map(Addressing.wide))
    // In long mode, prefix 67 selects 32-bit addresses, which have the same encoding as 64-bit
    // ones.
    shortAddresses = Self.immortal(
      (0...255).map(mode == .bits64 ? Addressing.wide : Addressing.short))
  }

  private static func shapes(
    of map: OpcodeMap, _ mode: CodeMode, _ classes: ClassTable
  ) -> [Shape] {
    let signs = map.rows.unicodeScalars.split { $0 == " " || $0 == "\n" }
    precondition(signs.count == 256, "a map has 256 opcodes")
    return signs.enumerated().map { opcode, sign in
      Shape(sign, mode).classified(classes.kind(map, UInt8(opcode)))
    }
  }

  static func immortal<T: BitwiseCopyable>(_ values: [T]) -> UnsafePointer<T> {
    let memory = UnsafeMutableBufferPointer<T>.allocate(capacity: values.count)
    _ = memory.initialize(from: values)
    return UnsafePointer(memory.baseAddress!)
  }

  @inline(__always)
  subscript(_ map: OpcodeMap, _ opcode: UInt8) -> Shape {
    shapes[Int(map.rawValue) << 8 | Int(opcode)]
  }

  @inline(__always)
  func addressing(_ modRM: UInt8, short: Bool) -> Addressing {
    (short ? shortAddresses : longAddresses)[Int(modRM)]
  }
}
