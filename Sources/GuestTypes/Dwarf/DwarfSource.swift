// SPDX-License-Identifier: Apache-2.0

import Base
import CDw
import DebugInfo
import GuestImage
import HypervisorABI
import Synchronization

/// The types in the DWARF (versions 2 to 5) of a vmlinux, an object file or a module.
///
/// Constants are enumerators only; macros are not read.
public final class DwarfSource: TypeSource {
  public let description: String
  public let architecture: Architecture
  private let index: Mutex<DwarfIndex>

  /// Fails if the kernel has no DWARF and does not refer to a file that has it.
  ///
  /// - Parameters:
  ///   - image: the kernel.
  ///   - limit: the most bytes to which its sections may unpack; nil for the image's own limit.
  /// - Throws: `ImageError` if there is no kernel, it is for another architecture, libdw refuses
  ///   it, or a file that it refers to is missing.
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
      index.budget.begin()
      defer { index.budget.pause() }
      var found: [String: [TypeLayout]] = [:]
      for (name, all) in entries {
        var layouts: [TypeLayout] = []
        for entry in all {
          let layout = try DwarfLayout.layout(
            of: entry, named: name, image: index.name, &index.budget)
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

  /// A message about missing files of split DWARF.
  public var remarks: [String] {
    let missing = index.withLock { $0.missing }
    guard let first = missing.first else { return [] }
    return [
      "\(missing.count) files of its split DWARF are not there, as \(first): not all is compared"
    ]
  }
}

extension DwarfIndex {
  /// The error for a kernel whose types are all in missing files.
  fileprivate var notThere: ImageError {
    ImageError(
      image: name,
      problem: "its types are in \(missing.count == 1 ? "" : "\(missing.count) files as ")"
        + "\(missing[0]) (split DWARF, -gsplit-dwarf), which is missing or is from another build",
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
  /// The DWARF version of the first unit; nil if none can be read.
  fileprivate var version: Int? {
    var (next, version) = (OpaquePointer?.none, Dwarf_Half())
    guard dwarf_get_units(dwarf, nil, &next, &version, nil, nil, nil) == 0 else { return nil }
    return Int(version)
  }
}
