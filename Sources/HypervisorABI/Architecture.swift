// SPDX-License-Identifier: Apache-2.0

/// The processor architecture that a guest is compiled for. The names are GNU's (`__i386__`,
/// `__x86_64__`).
// swift-format-ignore: AlwaysUseLowerCamelCase
public enum Architecture: String, CaseIterable, Sendable, Encodable {
  case i386
  case x86_64

  /// The size of an `unsigned long` and of a pointer, in bytes.
  public var wordSize: Int { self == .i386 ? 4 : 8 }
  /// The macro that a C compiler predefines for the architecture.
  public var macro: String { "__\(rawValue)__" }
}
