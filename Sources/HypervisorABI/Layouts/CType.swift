// SPDX-License-Identifier: Apache-2.0

/// The C type of a field, as the headers declare it.
public indirect enum CType: Sendable {
  case integer(CInteger)
  /// A `struct` or `union` of the model, named by its tag.
  case named(String)
  /// A `struct { … }` or `union { … }` declared in place.
  case members(Aggregate, [Field])
  /// `XEN_GUEST_HANDLE(target)`: a pointer wrapped in a structure, so that the compiler does not
  /// accept it as a plain pointer.
  case handle(String)
  /// `target *`.
  case pointer(String)
}

/// Whether members follow or overlay each other.
public enum Aggregate: String, Sendable, Encodable {
  case `struct`
  case union
}

/// Short names that keep the declarations of structures compact.
extension CType {
  static let char = CType.integer(.char)
  static let uchar = CType.integer(.uchar)
  static let int = CType.integer(.int)
  static let uint = CType.integer(.uint)
  static let ulong = CType.integer(.ulong)
  static let s8 = CType.integer(.s8)
  static let s16 = CType.integer(.s16)
  static let s32 = CType.integer(.s32)
  static let s64 = CType.integer(.s64)
  static let u8 = CType.integer(.u8)
  static let u16 = CType.integer(.u16)
  static let u32 = CType.integer(.u32)
  static let u64 = CType.integer(.u64)
  static let domid = CType.integer(.domid)
  static let xenPfn = CType.integer(.xenPfn)
  static let xenUlong = CType.integer(.xenUlong)
  static let port = CType.integer(.port)
  static let grantRef = CType.integer(.grantRef)
  static let grantHandle = CType.integer(.grantHandle)
  static let ringIndex = CType.integer(.ringIndex)
  static let consoleIndex = CType.integer(.consoleIndex)
  static let storeIndex = CType.integer(.storeIndex)
  static let ioServer = CType.integer(.ioServer)
  static let argoPort = CType.integer(.argoPort)

  static func `struct`(_ fields: [Field]) -> CType { .members(.struct, fields) }
  static func union(_ fields: [Field]) -> CType { .members(.union, fields) }
}
