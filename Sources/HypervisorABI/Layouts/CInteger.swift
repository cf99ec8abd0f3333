// SPDX-License-Identifier: Apache-2.0

/// An integer type of the public headers, with its size and alignment on each architecture.
///
/// Inside structures, i386 System V aligns 8-byte integers to 4 bytes, x86_64 to 8 bytes.
public struct CInteger: Sendable, Hashable {
  /// The width of an integer type.
  public enum Width: Sendable, Hashable {
    case bytes(Int)
    /// `unsigned long`: 4 bytes on i386, 8 on x86_64.
    case word
  }

  /// The C name: `uint32_t`, `unsigned long`, `domid_t`.
  public let name: String
  /// The width.
  public let width: Width
  /// The type behind one of Xen's typedefs; nil for the types of C and stdint.h.
  public let underlying: String?
  /// Whether the alignment is 8 even on i386 (`uint64_aligned_t`).
  public let isAligned: Bool

  init(_ name: String, _ width: Width, typedefOf underlying: String? = nil, aligned: Bool = false) {
    self.name = name
    self.width = width
    self.underlying = underlying
    self.isAligned = aligned
  }

  /// The size, in bytes.
  public func size(on architecture: Architecture) -> Int {
    switch width {
    case .bytes(let count): count
    case .word: architecture.wordSize
    }
  }

  /// Whether the type is signed; nil for char, whose signedness depends on the compiler.
  var kind: Layout.ValueKind? {
    switch name {
    case "char": nil
    case "int", "int8_t", "int16_t", "int32_t", "int64_t": .signed
    default: .unsigned
    }
  }

  /// The alignment as a member of a structure, in bytes.
  public func alignment(on architecture: Architecture) -> Int {
    let size = size(on: architecture)
    return isAligned ? size : min(size, architecture.wordSize)
  }
}

extension CInteger {
  static let char = CInteger("char", .bytes(1))
  static let uchar = CInteger("unsigned char", .bytes(1))
  static let int = CInteger("int", .bytes(4))
  static let uint = CInteger("unsigned int", .bytes(4))
  static let ulong = CInteger("unsigned long", .word)
  static let s8 = CInteger("int8_t", .bytes(1))
  static let s16 = CInteger("int16_t", .bytes(2))
  static let s32 = CInteger("int32_t", .bytes(4))
  static let s64 = CInteger("int64_t", .bytes(8))
  static let u8 = CInteger("uint8_t", .bytes(1))
  static let u16 = CInteger("uint16_t", .bytes(2))
  static let u32 = CInteger("uint32_t", .bytes(4))
  static let u64 = CInteger("uint64_t", .bytes(8))

  static let domid = CInteger("domid_t", .bytes(2), typedefOf: "uint16_t")
  static let xenPfn = CInteger("xen_pfn_t", .word, typedefOf: "unsigned long")
  static let xenUlong = CInteger("xen_ulong_t", .word, typedefOf: "unsigned long")
  static let port = CInteger("evtchn_port_t", .bytes(4), typedefOf: "uint32_t")
  static let grantRef = CInteger("grant_ref_t", .bytes(4), typedefOf: "uint32_t")
  static let grantHandle = CInteger("grant_handle_t", .bytes(4), typedefOf: "uint32_t")
  static let ringIndex = CInteger("RING_IDX", .bytes(4), typedefOf: "unsigned int")
  static let consoleIndex = CInteger("XENCONS_RING_IDX", .bytes(4), typedefOf: "uint32_t")
  static let storeIndex = CInteger("XENSTORE_RING_IDX", .bytes(4), typedefOf: "uint32_t")

  static let ioServer = CInteger("ioservid_t", .bytes(2), typedefOf: "uint16_t")
  static let argoPort = CInteger("xen_argo_port_t", .bytes(4), typedefOf: "uint32_t")

  /// The integer typedefs of Xen's headers.
  public static let typedefs: [CInteger] = [
    domid, xenPfn, xenUlong, port, grantRef, grantHandle, ringIndex, consoleIndex, storeIndex,
    ioServer, argoPort,
  ]
}
