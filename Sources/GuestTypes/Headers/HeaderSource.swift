// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI

/// The types and macros of a source tree's copy of Xen's interface, as the user's compiler sees them
/// on one architecture.
public struct HeaderSource: TypeSource {
  /// A header that the compiler refused, and its first complaint.
  public struct Unread: Sendable, Equatable {
    /// As it is included: `xen/interface/io/tpmif.h`.
    public let header: String
    public let error: String
  }

  public let description: String
  public let architecture: Architecture
  /// Headers whose types are not here.
  public let unread: [Unread]

  private let probe: HeaderProbe
  private let headers: [String]
  private let types: DwarfSource

  /// Whether a tree has headers of Xen's interface; nothing is compiled for the answer.
  public static func recognizes(_ path: String) -> Bool { (try? HeaderTree(path)) != nil }

  /// Compiles the interface's headers once.
  ///
  /// - Parameter path: the tree's top folder.
  /// - Throws: when the tree is not recognised, the compiler cannot be run, or not even xen.h
  ///   compiles.
  public init(
    _ path: String, on architecture: Architecture, with compiler: Compiler = Compiler()
  ) throws {
    let tree = try HeaderTree(path)
    guard tree.architectures.contains(architecture) else {
      throw ImageError(
        image: path, problem: "has no Xen for \(architecture.rawValue) (\(tree.flavour.name))",
        cure: "ask for another architecture (--arch)")
    }
    let probe = HeaderProbe(tree: tree, compiler: compiler, architecture: architecture)
    let (choice, types) = try probe.withFolder { folder in
      let choice = try HeaderChoice(probe, in: folder)
      return (choice, try Self.types(of: choice.readable, probe, in: folder))
    }
    self.probe = probe
    self.architecture = architecture
    self.types = types
    headers = choice.readable
    unread = choice.unreadable.map { Unread(header: $0.header, error: $0.error) }
    description =
      "headers of \(path) (\(tree.flavour.name)), compiled by \(compiler.command[0])"
  }

  public var remarks: [String] { unread.map { "\($0.header) is not read: \($0.error)" } }

  /// The processors for which a tree has Xen's interface.
  ///
  /// - Throws: when the tree is not recognised.
  public static func architectures(of path: String) throws(ImageError) -> [Architecture] {
    try HeaderTree(path).architectures
  }

  private static func types(
    of headers: [String], _ probe: HeaderProbe, in folder: ScratchDirectory
  ) throws -> DwarfSource {
    let object = folder.file("types.o")
    let complaint = try probe.complaint(including: headers, object: object, in: folder)
    guard complaint == nil, let image = try? GuestImage.open(path: object) else {
      throw ImageError(
        image: probe.tree.path,
        problem: "\(probe.compiler.command[0]) makes no object of its headers: "
          + (complaint?.first ?? "it does not say why; it may take \(Compiler.limitsInWords)"),
        cure: "give headers without assembly such as .rept, or name another compiler (--cc, $CC)")
    }
    // Of an object that cannot be read, the headers may be the reason: assembly in them.
    guard let types = try DwarfSource(image.named(probe.tree.path)) else {
      throw ImageError(
        image: probe.tree.path,
        problem: "\(probe.compiler.command[0]) makes an object without DWARF of its headers",
        cure: "give headers without assembly, or name another compiler (--cc, $CC)")
    }
    return types
  }

  public func layouts(of names: Set<String>) throws -> [String: TypeLayout] {
    try types.layouts(of: names)
  }

  public func definitions(of names: Set<String>) throws -> [String: [TypeLayout]] {
    try types.definitions(of: names)
  }

  /// Macros by their value for the compiler, and enumerators.
  public func constants(of names: Set<String>) throws -> [String: Int] {
    let macros = try probe.withFolder { folder in
      try MacroValues(probe: probe, headers: headers, folder: folder).values(of: names.sorted())
    }
    return try types.constants(of: names).merging(macros) { _, macro in macro }
  }
}

extension HeaderSource: TypeSourceOpener {
  public static func open(_ origin: TypeOrigin) throws -> (any TypeSource)? {
    guard case .tree(let path, let asked, let compiler) = origin else { return nil }
    let there = try architectures(of: path)
    let architecture = asked ?? (there.contains(.x86_64) ? .x86_64 : .i386)
    return try HeaderSource(path, on: architecture, with: compiler)
  }
}

extension GuestImage {
  /// The same file, called otherwise.
  fileprivate func named(_ name: String) -> GuestImage { GuestImage(name: name, file: file) }
}
