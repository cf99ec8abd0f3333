// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The parts of the interface that go into headers: structures in an order that C accepts, and
/// groups of constants.
struct HeaderContents {
  let description: HeaderDescription
  /// The tags of the structures, each after those it depends on.
  let structures: [String]
  let groups: [ConstantGroup]

  init(_ description: HeaderDescription) {
    self.description = description
    let isWanted = { (header: String) in description.only?.contains(header) ?? true }
    let release = description.view.release
    groups = ConstantGroup.all(in: release).filter { isWanted($0.header) }
    var walk = Walk(view: description.view)
    for structure in Structure.all(in: release)
    where isWanted(structure.header) || structure.name == Self.multicall {
      walk.visit(structure.name)
    }
    structures = walk.order
  }

  /// Xen's headers that contribute to the contents.
  var headers: [String] {
    let view = description.view
    let whole = [XenNote.header, XenFeature.header, HeaderMacros.ring].filter {
      description.only?.contains($0) ?? true
    }
    let used =
      groups.filter { !view.constants(of: $0).isEmpty }.map(\.header)
      + structures.compactMap { Self.header(of: $0, view) }
    return Set(used + whole).sorted()
  }

  /// The same headers in the order in which their macros must be defined: other macros use those of
  /// rings.
  var macroHeaders: [String] {
    headers.filter { $0 == HeaderMacros.ring } + headers.filter { $0 != HeaderMacros.ring }
  }

  static func header(of tag: String, _ view: InterfaceView) -> String? {
    declarations(of: tag, view).first?.header
  }

  /// A structure that the shims always need.
  private static let multicall = "multicall_entry"

  /// The declarations of a tag in a view, by architecture.
  static func declarations(of name: String, _ view: InterfaceView) -> [Structure] {
    Architecture.allCases.compactMap {
      Structure.named(name, in: view.release(of: name), on: $0)
    }
  }

  /// The tags that must be declared before a tag.
  static func needs(of name: String, _ view: InterfaceView) -> [String] {
    let release = view.release(of: name)
    return declarations(of: name, view).flatMap { structure in
      structure.original.map { [$0] }
        ?? structure.fields.flatMap { needs(of: $0, in: release) }
    }
  }

  private static func needs(of field: Field, in release: XenRelease) -> [String] {
    guard field.span.contains(release) else { return [] }
    switch field.type {
    case .integer: return []
    case .named(let name): return [name]
    case .members(_, let fields): return fields.flatMap { needs(of: $0, in: release) }
    case .handle(let target), .pointer(let target):
      let tag =
        target.hasPrefix("struct ") ? String(target.dropFirst(7)) : String(target.dropLast(2))
      return target.hasPrefix("struct ") || target.hasSuffix("_t")
        ? Structure.all(in: release).contains { $0.name == tag } ? [tag] : [] : []
    }
  }

  /// A depth-first walk over the dependencies.
  private struct Walk {
    let view: InterfaceView
    var order: [String] = []
    private var seen: Set<String> = []

    init(view: InterfaceView) { self.view = view }

    mutating func visit(_ name: String) {
      guard seen.insert(name).inserted else { return }
      for other in HeaderContents.needs(of: name, view) { visit(other) }
      if !HeaderContents.declarations(of: name, view).isEmpty { order.append(name) }
    }
  }
}
