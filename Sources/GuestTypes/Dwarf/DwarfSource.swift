// SPDX-License-Identifier: Apache-2.0

import Base
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

  /// Nil when the kernel has no DWARF, and names no file that has it.
  ///
  /// - Parameter limit: the most bytes that its sections may unpack to; nil for the image's own.
  /// - Throws: when there is no kernel to look at, it is for another processor, libdw refuses it, or a
  ///   file that it names is not there.
  public init?(_ image: GuestImage, limit: Int? = nil) throws(ImageError) {
    let kernel = try image.elf.get()
    var (file, place) = (kernel, image.name)
    if !DebugSections.areThere(in: kernel) {
      guard let half = try SeparateDebugFile(of: kernel, name: image.name) else { return nil }
      (file, place) = (half.elf, half.path)
    }
    architecture = try Architecture(file, of: image.name)
    try DebugSections.checkOnce(file, name: image.name)
    let files = try DwarfFiles(
      file, name: image.name, place: place, limit: limit ?? image.limit)
    let version = files.main.version.map { " \($0)" } ?? ""
    description = "DWARF\(version) of \(FileName.display(place))"
    index = Mutex(DwarfIndex(files))
  }

  public func layouts(of names: Set<String>) throws -> [String: TypeLayout] {
    try definitions(of: names).compactMapValues(\.first)
  }

  public func definitions(of names: Set<String>) throws -> [String: [TypeLayout]] {
    try index.withLock { index in
      let entries = try index.definitions(names)
      guard !entries.isEmpty || index.missing.isEmpty else { throw index.notThere }
      index.effort.begin()
      defer { index.effort.pause() }
      var found: [String: [TypeLayout]] = [:]
      for (name, all) in entries {
        var layouts: [TypeLayout] = []
        for entry in all {
          let layout = try DwarfLayout.layout(
            of: entry, named: name, image: index.name, &index.effort)
          if !layouts.contains(layout) { layouts.append(layout) }
        }
        found[name] = layouts
      }
      return found
    }
  }

  public func constants(of names: Set<String>) throws -> [String: Int] {
    try index.withLock { index in
      try index.read()
      return index.enumerators.filter { names.contains($0.key) }
    }
  }

  /// Files of split DWARF that are not there.
  public var remarks: [String] {
    let missing = index.withLock { $0.missing }
    guard let first = missing.first else { return [] }
    return [
      "\(missing.count) files of its split DWARF are not there, as \(first): not all is compared"
    ]
  }
}

extension DwarfIndex {
  /// Of a kernel that has all its types in other files.
  fileprivate var notThere: ImageError {
    ImageError(
      image: name,
      problem: "its types are in \(missing.count == 1 ? "" : "\(missing.count) files as ")"
        + "\(missing[0]) (split DWARF, -gsplit-dwarf), which is not there or is of another build",
      cure: "run in the tree that it was built in, or put the .dwo files beside the kernel")
  }
}

extension DwarfSource: TypeSourceOpener {
  public static func open(_ origin: TypeOrigin) throws -> (any TypeSource)? {
    guard case .image(let image, _) = origin, RawBtf.bytes(of: image) == nil else { return nil }
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
