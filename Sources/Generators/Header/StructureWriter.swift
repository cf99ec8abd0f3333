// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Writes a structure as C, with comments that have the members' offsets.
struct StructureWriter {
  let view: InterfaceView

  /// The declaration of a structure, one per architecture if they differ, with its typedef and
  /// handle.
  func declaration(of name: String) -> String {
    let variants = Architecture.allCases.map { declaration(of: name, on: $0) }
    return perArchitecture(variants[0], variants[1])
  }

  private func perArchitecture(_ narrow: String?, _ wide: String?) -> String {
    if narrow == wide { return narrow ?? "" }
    return switch (narrow, wide) {
    case (let narrow?, let wide?): "#ifdef __i386__\n\(narrow)#else\n\(wide)#endif\n"
    case (let narrow?, nil): "#ifdef __i386__\n\(narrow)#endif\n"
    case (nil, let wide?): "#ifdef __x86_64__\n\(wide)#endif\n"
    case (nil, nil): ""
    }
  }

  private func declaration(of name: String, on architecture: Architecture) -> String? {
    let release = view.release(of: name)
    guard let structure = Structure.named(name, in: release, on: architecture) else { return nil }
    let comment = structure.summary.isEmpty ? "" : "/* \(structure.summary) */\n"
    let writer = FieldWriter(
      release: release, architecture: architecture, places: MemberPlaces(name, view))
    let handle = structure.hasHandle ? "DEFINE_XEN_GUEST_HANDLE(\(name)_t);\n" : ""
    return comment + type(structure, writer) + handle
  }

  private func type(_ structure: Structure, _ writer: FieldWriter) -> String {
    let name = structure.name
    if let original = structure.original {
      return "typedef \(structure.kind.rawValue) \(original) \(name)_t;\n"
    }
    let packed = structure.isPacked ? " __attribute__((packed))" : ""
    let body = "{\n\(writer.lines(structure.fields, depth: 1))}\(packed)"
    return structure.isTypedef
      ? "typedef \(structure.kind.rawValue) \(body) \(name)_t;\n"
      : "\(structure.cName) \(body);\ntypedef \(structure.cName) \(name)_t;\n"
  }
}

/// The offsets of a structure's members on both architectures.
private struct MemberPlaces {
  private let layouts: [Layout?]

  init(_ name: String, _ view: InterfaceView) {
    layouts = Architecture.allCases.map { Layout(name, in: view, on: $0) }
  }

  /// The comment for a member: `/* 8 */`, or `/* i386 4, x86_64 8 */` if they differ; nil for what
  /// has no offset.
  func comment(_ path: String) -> String? {
    let offsets = layouts.map { layout in
      layout?.members.first { $0.path == path || $0.path.hasPrefix(path + ".") }?.offset
    }
    let named = zip(Architecture.allCases, offsets).compactMap { architecture, offset in
      offset.map { "\(architecture) \($0)" }
    }
    guard let first = offsets.compactMap({ $0 }).first else { return nil }
    let isSame = offsets.allSatisfy { $0 == nil || $0 == first }
    return "/* \(isSame ? String(first) : named.joined(separator: ", ")) */"
  }
}

/// Writes members for one release on one architecture.
private struct FieldWriter {
  let release: XenRelease
  let architecture: Architecture
  let places: MemberPlaces

  func lines(_ fields: [Field], depth: Int, path: String = "") -> String {
    fields.filter { $0.exists(in: release, on: architecture) }
      .map { line($0, depth: depth, path: path) }.joined()
  }

  private func line(_ field: Field, depth: Int, path: String) -> String {
    let indent = String(repeating: "\t", count: depth)
    let count = field.count?.bounds(on: architecture) ?? ""
    let bits = field.bits.map { " : \($0)" } ?? ""
    let name = field.name.map { $0 + count + bits } ?? ""
    let here = path + (field.name ?? "")
    if case .members(let kind, let inner) = field.type {
      let end = name.isEmpty ? "};" : "} \(name);"
      // Members of an array's elements do not have a single offset.
      let within = field.count != nil ? "?" : field.name == nil ? path : here + "."
      let body = lines(inner, depth: depth + 1, path: within)
      return "\(indent)\(kind.rawValue) {\n\(body)\(indent)\(end)\n"
    }
    let type = field.type.declared
    let comment = places.comment(here).map { " " + $0 } ?? ""
    return "\(indent)\(type)\(type.hasSuffix("*") ? "" : " ")\(name);\(comment)\n"
  }
}

extension CType {
  /// The type as a declaration spells it, with the names of handles.
  fileprivate var declared: String {
    if case .handle(let target) = self { return GuestHandle(target).spelling }
    return spelling
  }
}
