// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Checks that a compiler makes of every size and offset, in C of any age.
struct LayoutChecks {
  let release: XenRelease

  var checks: [String] {
    [Self.macros]
      + Architecture.allCases.map { architecture in
        "#ifdef \(architecture.macro)\n"
          + Structure.all.compactMap { Layout($0.name, in: release, on: architecture) }
          .unique(by: \.structure.name).map(checks).joined()
          + "#endif\n"
      }
  }

  /// An extern array of size 1 may be declared again and again; one of size -1 never.
  private static let macros = """
    /* Each holds when it compiles. */
    #define XEN_LAYOUT_CHECK(condition) extern char xen_layout_check[(condition) ? 1 : -1]
    #define XEN_SIZE(type, size) XEN_LAYOUT_CHECK(sizeof(type) == (size))
    #define XEN_OFFSET(type, member, offset) \\
    \tXEN_LAYOUT_CHECK(__builtin_offsetof(type, member) == (offset))

    """

  private func checks(of layout: Layout) -> String {
    let type = layout.structure.cName
    let offsets = layout.members.filter { !$0.isBitField }.map {
      "XEN_OFFSET(\(type), \($0.path), \($0.offset));\n"
    }
    return "XEN_SIZE(\(type), \(layout.size));\n" + offsets.joined()
  }
}

extension Array {
  /// The first element of each key, in order.
  func unique<Key: Hashable>(by key: (Element) -> Key) -> [Element] {
    var seen: Set<Key> = []
    return filter { seen.insert(key($0)).inserted }
  }
}
