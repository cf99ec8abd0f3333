// SPDX-License-Identifier: Apache-2.0

/// Computes sizes, alignments and offsets for one interface view on one architecture.
struct LayoutEngine {
  /// The size and alignment of a type, and its leaf members relative to its start.
  struct Area {
    var size: Int
    var alignment: Int
    /// Empty if the type is not an aggregate.
    var members: [Layout.Member] = []
    /// The C name of a leaf's type; nil for an aggregate.
    var spelling: String?
    var kind: Layout.ValueKind?
  }

  let view: InterfaceView
  let architecture: Architecture

  /// Lays out a structure; nil if a member's structure does not exist in the release.
  func area(of structure: Structure) -> Area? {
    let release = view.release(of: structure.original ?? structure.name)
    return area(of: structure.fields, in: release, as: structure.kind, packed: structure.isPacked)
  }

  private func area(
    of fields: [Field], in release: XenRelease, as kind: Aggregate, packed: Bool = false
  ) -> Area? {
    var cursor = Cursor(kind: kind, packed: packed)
    for field in fields where field.exists(in: release, on: architecture) {
      guard let inner = area(of: field.type, in: release) else { return nil }
      let start = cursor.place(inner, elements: elements(of: field), bits: field.bits)
      cursor.members += members(of: field, inner, at: start)
    }
    return cursor.area
  }

  private func area(of type: CType, in release: XenRelease) -> Area? {
    switch type {
    case .integer(let integer):
      Area(
        size: integer.size(on: architecture), alignment: integer.alignment(on: architecture),
        spelling: integer.name, kind: integer.kind)
    case .named(let name):
      Structure.named(name, in: view.release(of: name), on: architecture).flatMap(area(of:))
    case .members(let kind, let fields):
      area(of: fields, in: release, as: kind)
    case .pointer(let target):
      pointer(to: target)
    case .handle(let target):
      view.hasStructuralHandles ? handle(of: target) : pointer(to: target)
    }
  }

  private func elements(of field: Field) -> Int {
    field.count?.elements(on: architecture) ?? 1
  }

  private func pointer(to target: String) -> Area {
    let word = architecture.wordSize
    return Area(size: word, alignment: word, spelling: target + " *", kind: .pointer)
  }

  private func handle(of target: String) -> Area {
    let inner = pointer(to: target)
    let member = Layout.Member(
      name: "p", offset: 0, size: inner.size, type: inner.spelling ?? "", kind: .pointer)
    return Area(size: inner.size, alignment: inner.alignment, members: [member])
  }

  /// The leaf members that a field adds: the field itself, or the members of a single aggregate.
  /// (An array of aggregates counts as one leaf.)
  private func members(of field: Field, _ inner: Area, at start: Int) -> [Layout.Member] {
    if field.count == nil && inner.spelling == nil {
      let prefix = field.name.map { $0 + "." } ?? ""
      return inner.members.map {
        Layout.Member(
          name: prefix + $0.name, offset: start + $0.offset, size: $0.size, type: $0.type,
          kind: $0.kind)
      }
    }
    let bounds = field.count?.bounds(on: architecture) ?? field.bits.map { ":\($0)" } ?? ""
    return [
      Layout.Member(
        name: (field.name ?? "") + bounds, offset: start, size: inner.size * elements(of: field),
        type: inner.spelling ?? field.type.spelling, kind: inner.kind)
    ]
  }
}

extension LayoutEngine {
  /// Assigns offsets to members one after another, counted in bits.
  private struct Cursor {
    let kind: Aggregate
    let packed: Bool
    var members: [Layout.Member] = []
    private var nextBit = 0
    private var bytes = 0
    private var alignment = 1

    init(kind: Aggregate, packed: Bool) {
      self.kind = kind
      self.packed = packed
    }

    /// Allocates a member, and returns the offset of its first byte.
    mutating func place(_ inner: Area, elements: Int, bits: Int?) -> Int {
      let step = packed ? 1 : inner.alignment
      alignment = max(alignment, step)
      if kind == .union { nextBit = 0 }
      let width = bits ?? inner.size * elements * 8
      // A bit-field moves to the next unit only if it would cross the border of a unit of its type.
      let unit = inner.size * 8
      let straddles = bits != nil && nextBit / unit != (nextBit + width - 1) / unit
      if bits == nil || straddles { nextBit = roundUp(nextBit, step * 8) }
      let start = nextBit / 8
      nextBit += width
      bytes = max(bytes, (nextBit + 7) / 8)
      return start
    }

    var area: Area {
      Area(size: roundUp(bytes, alignment), alignment: alignment, members: members)
    }

    private func roundUp(_ value: Int, _ step: Int) -> Int { (value + step - 1) / step * step }
  }
}

extension CType {
  /// The type in C syntax; the members of an in-place aggregate are abbreviated.
  public var spelling: String {
    switch self {
    case .integer(let integer): integer.name
    case .named(let name): Structure.cName(of: name)
    case .members(let kind, _): "\(kind.rawValue) { … }"
    case .handle(let target): "XEN_GUEST_HANDLE(\(target))"
    case .pointer(let target): target + " *"
    }
  }
}

extension Structure {
  /// `struct name` or `union name`, as the model declares it; `struct name` if it does not have it.
  public static func cName(of name: String) -> String {
    all.first { $0.name == name }?.cName ?? "struct \(name)"
  }
}
