// SPDX-License-Identifier: Apache-2.0

/// The processor that a guest is compiled for, named as GNU does (`__i386__`, `__x86_64__`).
// swift-format-ignore: AlwaysUseLowerCamelCase
public enum Architecture: String, CaseIterable, Sendable, Encodable {
  case i386
  case x86_64

  /// Bytes of an `unsigned long` and of a pointer.
  public var wordSize: Int { self == .i386 ? 4 : 8 }
  /// The macro that a C compiler defines for it.
  public var macro: String { "__\(rawValue)__" }
}
