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

  /// The first source that has anything and can be read: a module's BTF counts on the kernel's, its
  /// DWARF does not.
  ///
  /// - Throws: when none has: no types, no verdict; why the first could not be read, if one was
  ///   there.
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

  /// The like; nil when there are no types.
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
