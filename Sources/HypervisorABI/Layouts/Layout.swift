// SPDX-License-Identifier: Apache-2.0

/// The memory layout of a structure, by the System V ABIs of i386 and x86_64.
public struct Layout: Sendable {
  /// A leaf member, which is not itself an aggregate, with its offset in the outermost structure.
  public struct Member: Sendable, Equatable, Encodable {
    /// The path of names with bounds or width: `console.domU.mfn`, `magic[32]`, `event:28`.
    public let name: String
    /// The offset from the start of the structure, in bytes; for a bit-field, that of the byte with
    /// its first bit.
    public let offset: Int
    /// The size in bytes; for a bit-field, that of its declared type.
    public let size: Int
    /// The C type.
    public let type: String
    /// The kind of value of the member or of its elements; nil if it is not known.
    public let kind: ValueKind?

    public init(name: String, offset: Int, size: Int, type: String, kind: ValueKind? = nil) {
      self.name = name
      self.offset = offset
      self.size = size
      self.type = type
      self.kind = kind
    }

    private enum CodingKeys: CodingKey { case name, offset, size, type }

    /// Compares the declarations only; `kind` is ignored.
    public static func == (one: Self, other: Self) -> Bool {
      one.offset == other.offset && one.size == other.size && one.name == other.name
        && one.type == other.type
    }
  }

  /// How the bytes of a member are interpreted.
  public enum ValueKind: String, Sendable, Codable {
    case signed, unsigned, pointer, float
    /// A big-endian number.
    case bigEndian
  }

  /// The structure that is laid out.
  public let structure: Structure
  /// The release whose declaration is laid out.
  public let release: XenRelease
  /// The architecture whose sizes and alignments apply.
  public let architecture: Architecture
  /// The size of the structure, in bytes.
  public let size: Int
  /// The alignment of the structure, in bytes.
  public let alignment: Int
  /// The leaf members, in the order of declaration.
  public let members: [Member]

  /// Lays out a structure at the latest interface version of a release.
  ///
  /// - Parameter name: the structure's tag.
  /// - Returns: nil if the release does not have the structure on that architecture.
  public init?(_ name: String, in release: XenRelease, on architecture: Architecture) {
    self.init(name, in: InterfaceView(release), on: architecture)
  }

  /// Lays out a structure for a guest that requests a certain interface version; nil if it does not
  /// exist there.
  public init?(_ name: String, in view: InterfaceView, on architecture: Architecture) {
    let declared = Structure.named(name, in: view.release(of: name), on: architecture)
    guard let structure = declared,
      let area = LayoutEngine(view: view, architecture: architecture).area(of: structure)
    else { return nil }
    self.structure = structure
    release = view.release
    self.architecture = architecture
    size = area.size
    alignment = area.alignment
    members = area.members
  }

  /// The member at a path without bounds: `console.domU.mfn`, `magic`.
  public func member(_ path: String) -> Member? {
    members.first { $0.path == path }
  }
}

extension Layout.Member {
  /// The path as `offsetof` takes it: without bounds or width.
  public var path: String {
    let end = name.utf8.firstIndex { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: ":") }
    return end.map { String(name[..<$0]) } ?? name
  }
  /// Whether the member is a bit-field: its name ends in a width, as in `flag:1`.
  public var isBitField: Bool { name.utf8.contains(UInt8(ascii: ":")) }
}
