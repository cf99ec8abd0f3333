// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI

/// The types and macros of a source tree's copy of Xen's public headers, as the user's compiler
/// sees them on one architecture.
public struct HeaderSource: TypeSource {
  /// A header that the compiler refused, with its first error.
  public struct Unread: Sendable, Equatable {
    /// The name by which it is included, such as `xen/interface/io/tpmif.h`.
    public let header: String
    /// The first error of the compiler.
    public let error: String
  }

  public let description: String
  public let architecture: Architecture
  /// The headers whose types are missing.
  public let unread: [Unread]

  private let probe: HeaderProbe
  private let headers: [String]
  private let types: DwarfSource

  /// Whether a tree has Xen's public headers; nothing is compiled to find out.
  public static func recognizes(_ path: String) -> Bool { (try? HeaderTree(path)) != nil }

  /// Compiles the headers once.
  ///
  /// - Parameters:
  ///   - path: the top directory of the tree.
  ///   - architecture: to compile for.
  ///   - compiler: to compile with.
  /// - Throws: `ImageError` if the tree is not recognized, the compiler cannot be run, or xen.h
  ///   does not compile.
  public init(
    _ path: String, on architecture: Architecture, with compiler: Compiler = Compiler()
  ) throws {
    guard let tree = try? HeaderTree(path, on: architecture) else {
      let tree = try HeaderTree(path)
      throw ImageError(
        image: path, problem: "has no Xen for \(architecture.rawValue) (\(tree.flavour.name))",
        cure: "ask for another architecture (--arch)")
    }
    let probe = HeaderProbe(tree: tree, compiler: compiler, architecture: architecture)
    let (choice, types) = try probe.withDirectory { directory in
      let choice = try HeaderChoice(probe, in: directory)
      return (choice, try Self.types(of: choice.readable, probe, in: directory))
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

  /// The architectures for which a tree has Xen's public headers.
  ///
  /// - Throws: `ImageError` if the tree is not recognized.
  public static func architectures(of path: String) throws(ImageError) -> [Architecture] {
    _ = try HeaderTree(path)
    return Architecture.allCases.filter { (try? HeaderTree(path, on: $0)) != nil }
  }

  private static func types(
    of headers: [String], _ probe: HeaderProbe, in directory: ScratchDirectory
  ) throws -> DwarfSource {
    let object = directory.file("types.o")
    let complaint = try probe.complaint(including: headers, object: object, in: directory)
    guard complaint == nil, let image = try? GuestImage.open(path: object) else {
      throw ImageError(
        image: probe.tree.path,
        problem: "\(probe.compiler.command[0]) makes no object of its headers: "
          + (complaint?.first ?? "it does not say why; it may take \(Compiler.limitsInWords)"),
        cure: "give headers without assembly such as .rept, or name another compiler (--cc, $CC)")
    }
    // If the object has no DWARF, the headers may be the reason, because they contain assembly.
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

  /// The values of macros and enumerators.
  public func constants(of names: Set<String>) throws -> [String: Int] {
    let macros = try probe.withDirectory { directory in
      try MacroValues(probe: probe, headers: headers, directory: directory).values(
        of: names.sorted())
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
  /// The same file under another name.
  fileprivate func named(_ name: String) -> GuestImage { GuestImage(name: name, file: file) }
}
