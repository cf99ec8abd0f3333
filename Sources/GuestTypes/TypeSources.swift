// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// A kind of type source that can tell whether an image or a tree has any of it.
public protocol TypeSourceOpener: Sendable {
  /// Nil when there is nothing of this kind in it.
  ///
  /// - Throws: when there is, but it cannot be read.
  static func open(_ origin: TypeOrigin) throws -> (any TypeSource)?
}

/// Every kind of type source, the quickest first.
public enum TypeSources {
  public static let openers: [any TypeSourceOpener.Type] = [
    Btf.self, DwarfSource.self, HeaderSource.self,
  ]

  /// The first source that has anything.
  ///
  /// - Throws: when none has: no types, no verdict.
  public static func open(_ origin: TypeOrigin) throws -> any TypeSource {
    for opener in openers {
      if let source = try opener.open(origin) { return source }
    }
    throw ImageError(
      image: origin.name, problem: "no types in it",
      cure: "give a kernel with BTF or DWARF (CONFIG_DEBUG_INFO_BTF, CONFIG_DEBUG_INFO)")
  }
}
