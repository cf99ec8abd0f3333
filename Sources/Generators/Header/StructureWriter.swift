// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Writes the structures of a release as C, each after those that it contains.
struct StructureWriter {
  let release: XenRelease

  var declarations: [String] {
    var done: Set<String> = []
    return Structure.all.flatMap { declare($0.name, &done) }
  }

  private func declare(_ name: String, _ done: inout Set<String>) -> [String] {
    guard done.insert(name).inserted else { return [] }
    let variants = Architecture.allCases.map { declaration(of: name, on: $0) }
    let needed = Structure.all.filter { $0.name == name }.flatMap {
      $0.fields.flatMap(dependencies)
    }
    return needed.flatMap { declare($0, &done) } + [perArchitecture(variants)]
  }

  /// Structures that must be complete, or at least named, before a field.
  private func dependencies(of field: Field) -> [String] {
    guard field.span.contains(release) else { return [] }
    switch field.type {
    case .integer: return []
    case .named(let name): return [name]
    case .members(_, let fields): return fields.flatMap(dependencies)
    case .handle(let target), .pointer(let target):
      return Structure.all.map(\.name).filter { target == $0 + "_t" || target == "struct " + $0 }
    }
  }

  private func perArchitecture(_ variants: [String?]) -> String {
    let (i386, x86_64) = (variants[0], variants[1])
    if i386 == x86_64 { return i386 ?? "" }
    return switch (i386, x86_64) {
    case (let i386?, let x86_64?): "#ifdef __i386__\n\(i386)#else\n\(x86_64)#endif\n"
    case (let i386?, nil): "#ifdef __i386__\n\(i386)#endif\n"
    case (nil, let x86_64?): "#ifdef __x86_64__\n\(x86_64)#endif\n"
    case (nil, nil): ""
    }
  }

  private func declaration(of name: String, on architecture: Architecture) -> String? {
    guard let structure = Structure.named(name, in: release, on: architecture) else { return nil }
    let writer = FieldWriter(release: release, architecture: architecture)
    let packed = structure.isPacked ? " __attribute__((packed))" : ""
    let body = "{\n\(writer.lines(structure.fields, depth: 1))}\(packed)"
    if structure.isTypedef { return "typedef \(structure.kind.rawValue) \(body) \(name)_t;\n" }
    return "\(structure.cName) \(body);\ntypedef \(structure.cName) \(name)_t;\n"
  }
}

/// Writes members for one release on one architecture.
private struct FieldWriter {
  let release: XenRelease
  let architecture: Architecture

  func lines(_ fields: [Field], depth: Int) -> String {
    fields.filter { $0.exists(in: release, on: architecture) }
      .map { line($0, depth: depth) }.joined()
  }

  private func line(_ field: Field, depth: Int) -> String {
    let indent = String(repeating: "\t", count: depth)
    let count = field.count?.bounds(on: architecture) ?? ""
    let bits = field.bits.map { " : \($0)" } ?? ""
    let name = field.name.map { $0 + count + bits } ?? ""
    if case .members(let kind, let inner) = field.type {
      let end = name.isEmpty ? "};" : "} \(name);"
      return "\(indent)\(kind.rawValue) {\n\(lines(inner, depth: depth + 1))\(indent)\(end)\n"
    }
    let type = spelling(of: field.type)
    return "\(indent)\(type)\(type.hasSuffix("*") ? "" : " ")\(name);\n"
  }

  private func spelling(of type: CType) -> String {
    if case .handle(let target) = type, release < .structuralHandles { return target + " *" }
    return type.spelling
  }
}
