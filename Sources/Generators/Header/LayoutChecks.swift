// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Compile-time checks of all sizes and offsets, in C of any version.
struct LayoutChecks {
  let view: InterfaceView

  /// The checks of some structures.
  func checks(of names: [String]) -> [String] {
    Architecture.allCases.map { architecture in
      let checks = names.compactMap { Layout($0, in: view, on: architecture) }.map(checks)
      return checks.isEmpty ? "" : "#ifdef \(architecture.macro)\n\(checks.joined())#endif\n"
    }
  }

  /// An extern array of size 1 can be declared repeatedly; an array of size -1 is an error.
  static let macros = """
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
