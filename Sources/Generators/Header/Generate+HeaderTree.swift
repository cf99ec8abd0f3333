// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

extension Generate {
  /// Generates an interface as a tree of headers with the names of Xen's headers, such as `xen.h`
  /// and `io/blkif.h`, so that sources written for Xen's or Linux's headers compile.
  public static func headerTree(_ description: HeaderDescription) -> [GeneratedFile] {
    let tree = HeaderTree(HeaderContents(description))
    return [tree.base] + tree.files + tree.forwarders
  }
}

/// The contents of an interface, by header.
private struct HeaderTree {
  private let contents: HeaderContents
  private let view: InterfaceView

  init(_ contents: HeaderContents) {
    self.contents = contents
    view = contents.description.view
  }

  private static let basePath = "xen-compat.h"
  private static let core = "xen.h"

  /// Headers that depend on each other; xen.h contains them all.
  private static let merged = [
    "arch-x86/xen.h", "arch-x86/xen-x86_32.h", "arch-x86/xen-x86_64.h",
  ]
  /// Headers that Xen's headers include in addition to those their structures need, and that
  /// sources rely on.
  private static let alongside = [
    "hvm/dm_op.h": ["event_channel.h"], "hvm/hvm_op.h": ["event_channel.h", "trace.h"],
    "hvm/params.h": ["hvm/hvm_op.h"], "memory.h": ["physdev.h"], "pmu.h": ["arch-x86/pmu.h"],
    "sched.h": ["event_channel.h"], "version.h": ["features.h"],
    "xsm/flask_op.h": ["event_channel.h"],
    "io/console.h": [HeaderMacros.ring],
  ].merging(HeaderMacros.drivers.map { ($0, ["grant_table.h", HeaderMacros.ring]) }) { first, _ in
    first
  }

  /// The names of headers in older sources and in Linux.
  private static let otherNames = [
    "arch-x86_32.h": core, "arch-x86_64.h": core, "hvm/start_info.h": "arch-x86/hvm/start_info.h",
    "xen-mca.h": "arch-x86/xen-mca.h", "xenpmu.h": "pmu.h",
  ]

  /// The header that all others include.
  var base: GeneratedFile {
    let parts = [
      HeaderText.opening(view, guarded: Self.guardName(Self.basePath)), HeaderText.ifC,
      HeaderText.types(view), HeaderText.endC, "#endif\n",
    ]
    return GeneratedFile(path: Self.basePath, text: parts.joined(separator: "\n"))
  }

  var forwarders: [GeneratedFile] {
    let merged = Self.merged.map { ($0, Self.core) }
    let others = Self.otherNames.filter { homes.contains($0.value) }.sorted { $0.key < $1.key }
    return (merged + others).map { path, home in
      let include = "#include \"\(Self.reference(to: home, from: path))\"\n"
      return GeneratedFile(path: path, text: "/* \(Generate.license) */\n" + include)
    }
  }

  var files: [GeneratedFile] {
    homes.sorted().map { file($0, among: homes) }
  }

  private var homes: Set<String> { Set(contents.headers.map(Self.home) + [Self.core]) }

  private static func home(_ header: String) -> String { merged.contains(header) ? core : header }

  private func header(of tag: String) -> String? { HeaderContents.header(of: tag, view) }

  private func file(_ path: String, among homes: Set<String>) -> GeneratedFile {
    let constants = HeaderConstants(view: view)
    let tags = contents.structures.filter { header(of: $0).map(Self.home) == path }
    let defines =
      (path == Self.core ? [constants.hypercalls] : [])
      + contents.groups.filter { Self.home($0.header) == path }.map(constants.defines)
      + (path == XenNote.header ? [constants.notes] : [])
      + (path == XenFeature.header ? [constants.features] : [])
    let parts =
      [opening(path, includes(of: tags, in: path, among: homes))] + defines.filter { !$0.isEmpty }
      + structures(tags) + macros(of: path) + ["#endif\n"]
    return GeneratedFile(path: path, text: parts.joined(separator: "\n"))
  }

  private func macros(of path: String) -> [String] {
    contents.headers.filter { Self.home($0) == path }.map(HeaderMacros(view: view).defines)
      .filter { !$0.isEmpty }
  }

  private func structures(_ tags: [String]) -> [String] {
    guard !tags.isEmpty else { return [] }
    let checks = LayoutChecks(view: view).checks(of: tags).filter { !$0.isEmpty }
    return [HeaderText.ifC] + tags.map(StructureWriter(view: view).declaration) + checks
      + [HeaderText.endC]
  }

  /// The includes of a header: the base, the headers with the structures that its own contain, and
  /// those of Xen's additional includes that are in the tree.
  private func includes(
    of tags: [String], in path: String, among homes: Set<String>
  ) -> [String] {
    let needed = tags.flatMap { HeaderContents.needs(of: $0, view) }
      .compactMap(header).map(Self.home).filter { $0 != path }
    let others = path == Self.core ? [] : [Self.core]
    let alongside = (Self.alongside[path] ?? []).filter(homes.contains)
    return [Self.basePath] + Set(needed + others + alongside).sorted()
  }

  private func opening(_ path: String, _ includes: [String]) -> String {
    let lines = includes.map { "#include \"\(Self.reference(to: $0, from: path))\"\n" }
    return """
      /* \(Generate.license) */
      /*
       * \(path) of Xen \(view.release), generated by pvkit.
       * Beside a member stands its offset in bytes.
       */
      #ifndef \(Self.guardName(path))
      #define \(Self.guardName(path))

      \(lines.joined())
      """
  }

  private static func guardName(_ path: String) -> String {
    "PVKIT_XEN_" + path.uppercased().map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined()
  }

  /// The path in an include directive of a file in the same tree.
  private static func reference(to path: String, from file: String) -> String {
    String(repeating: "../", count: file.split(separator: "/").count - 1) + path
  }
}
