// SPDX-License-Identifier: Apache-2.0

import CDw
import DebugInfo
import GuestImage
import HypervisorABI
import Synchronization

/// The types that a compiler described in DWARF 2 to 5: a vmlinux, an object, a module.
///
/// Constants are the enumerators; of macros nothing is known.
public final class DwarfSource: TypeSource {
  public let description: String
  public let architecture: Architecture
  private let index: Mutex<DwarfIndex>

  /// Nil when the kernel has no DWARF.
  ///
  /// - Parameter limit: the most bytes that its sections may unpack to; nil for the image's own.
  /// - Throws: when there is no kernel to look at, it is for another processor, or libdw refuses it.
  public init?(_ image: GuestImage, limit: Int? = nil) throws(ImageError) {
    let file = try image.elf.get()
    guard DebugSections.areThere(in: file) else { return nil }
    architecture = try Architecture(file, of: image.name)
    try DebugSections.checkOnce(file, name: image.name)
    let handle = try DwarfHandle.open(file, name: image.name, limit: limit ?? image.limit)
    description = "DWARF\(handle.version.map { " \($0)" } ?? "") of \(image.name)"
    index = Mutex(DwarfIndex(handle, name: image.name))
  }

  public func layouts(of names: Set<String>) throws -> [String: TypeLayout] {
    try index.withLock { index in
      try index.findTypes(names)
      index.effort.begin()
      defer { index.effort.pause() }
      var found: [String: TypeLayout] = [:]
      for name in names {
        guard let entry = index.types[name] else { continue }
        found[name] = try DwarfLayout.layout(
          of: entry, named: name, image: index.name, &index.effort)
      }
      return found
    }
  }

  public func constants(of names: Set<String>) throws -> [String: Int] {
    try index.withLock { index in
      try index.findEnumerators(names)
      return index.enumerators.filter { names.contains($0.key) }
    }
  }
}

extension DwarfSource: TypeSourceOpener {
  public static func open(_ origin: TypeOrigin) throws -> (any TypeSource)? {
    guard case .image(let image) = origin else { return nil }
    return try DwarfSource(image)
  }
}

extension DwarfHandle {
  /// The first unit's; nil when it has none that can be read.
  fileprivate var version: Int? {
    var (next, version) = (OpaquePointer?.none, Dwarf_Half())
    guard dwarf_get_units(dwarf, nil, &next, &version, nil, nil, nil) == 0 else { return nil }
    return Int(version)
  }
}
