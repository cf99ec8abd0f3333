// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// A kind of type source that can check whether an image or a tree contains it.
public protocol TypeSourceOpener: Sendable {
  /// Opens the types of this kind; nil if there are none.
  ///
  /// - Throws: an error if there are some that cannot be read.
  static func open(_ origin: TypeOrigin) throws -> (any TypeSource)?
}

/// All kinds of type sources, the fastest first.
public enum TypeSources {
  public static let openers: [any TypeSourceOpener.Type] = [
    Btf.self, DwarfSource.self, HeaderSource.self,
  ]

  /// Opens the first source that has types and can be read. A module's BTF refers to its kernel's,
  /// its DWARF does not.
  ///
  /// - Throws: the error of the first source that exists but cannot be read, or an `ImageError` if
  ///   there are no types.
  public static func open(_ origin: TypeOrigin) throws -> any TypeSource {
    guard let source = try find(origin) else {
      if case .image(let image, _) = origin, let elf = try? image.elf.get(), elf.isIntermediate {
        throw ElfFile.intermediate(image.name)
      }
      throw ImageError(
        image: origin.name, problem: "no types in it",
        cure: "give a kernel with BTF or DWARF (CONFIG_DEBUG_INFO_BTF, CONFIG_DEBUG_INFO)")
    }
    return source
  }

  /// Like `open`, but nil if there are no types.
  public static func find(_ origin: TypeOrigin) throws -> (any TypeSource)? {
    var unreadable: (any Error)?
    for opener in openers {
      do {
        if let source = try opener.open(origin) { return source }
      } catch {
        unreadable = unreadable ?? error
      }
    }
    if let unreadable { throw unreadable }
    return nil
  }
}
