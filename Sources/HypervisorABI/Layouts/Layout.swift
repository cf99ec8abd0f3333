// SPDX-License-Identifier: Apache-2.0

/// Where the members of a structure lie, by the System V rules of i386 and x86_64.
public struct Layout: Sendable {
  /// A member that is no aggregate itself, at its place in the whole structure.
  public struct Member: Sendable, Equatable, Encodable {
    /// The way to it with its bounds: `console.domU.mfn`, `magic[32]`, `event:28`.
    public let name: String
    /// From the structure's start, in bytes; of a bit-field, that of its first bit.
    public let offset: Int
    /// In bytes; of a bit-field, its type's.
    public let size: Int
    /// As C spells it.
    public let type: String
    /// What its bytes, or those of each element, stand for; nil where that is not known.
    public let kind: ValueKind?

    public init(name: String, offset: Int, size: Int, type: String, kind: ValueKind? = nil) {
      self.name = name
      self.offset = offset
      self.size = size
      self.type = type
      self.kind = kind
    }

    private enum CodingKeys: CodingKey { case name, offset, size, type }

    /// Equal declarations; what is known of a type beside its name does not count.
    public static func == (one: Self, other: Self) -> Bool {
      one.offset == other.offset && one.size == other.size && one.name == other.name
        && one.type == other.type
    }
  }

  /// What the bytes of a member stand for.
  public enum ValueKind: String, Sendable, Codable {
    case signed, unsigned, pointer, float
    /// A number with its highest byte first.
    case bigEndian
  }

  /// What is laid out.
  public let structure: Structure
  /// The release whose members it has.
  public let release: XenRelease
  /// The processor whose sizes and alignments apply.
  public let architecture: Architecture
  /// In bytes.
  public let size: Int
  /// In bytes.
  public let alignment: Int
  /// In the order of declaration.
  public let members: [Member]

  /// Lays out `name`; nil when the release has no such structure on that architecture.
  public init?(_ name: String, in release: XenRelease, on architecture: Architecture) {
    self.init(name, in: InterfaceView(release), on: architecture)
  }

  /// The like for a guest that asks for another interface version than the latest.
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

  /// The member of that path, without bounds: `console.domU.mfn`, `magic`.
  public func member(_ path: String) -> Member? {
    members.first { $0.path == path }
  }
}

extension Layout.Member {
  /// The way to it as `offsetof` takes it: without bounds or width.
  public var path: String {
    let end = name.utf8.firstIndex { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: ":") }
    return end.map { String(name[..<$0]) } ?? name
  }
  /// Its name ends in a width: `flag:1`.
  public var isBitField: Bool { name.utf8.contains(UInt8(ascii: ":")) }
}
