// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Generates the `#define`s of an interface.
struct HeaderConstants {
  let view: InterfaceView

  func defines(_ group: ConstantGroup) -> String {
    let rows = view.constants(of: group).map(define)
    guard !rows.isEmpty else { return "" }
    let block = "/* \(group.header): \(group.name) */\n" + rows.joined()
    return group.only.map { "#ifdef \($0.macro)\n\(block)#endif\n" } ?? block
  }

  /// The numbers of the hypercalls, and the sizes of the hypercall page.
  var hypercalls: String {
    let rows = view.hypercalls.map { define("__HYPERVISOR_" + $0.name, String($0.number)) }
    let page =
      "/* the page of hypercall stubs */\n"
      + define("XEN_HYPERCALL_PAGE_SIZE", String(HypercallPage.size))
      + define("XEN_HYPERCALL_ENTRY_SIZE", String(HypercallPage.entrySize))
    return "/* xen.h: hypercalls */\n" + rows.joined()
      + (view.release.hasHypercallPage ? page : "")
  }

  var notes: String {
    let notes = XenNote.all.filter { $0.since <= view.release }
    guard !notes.isEmpty else { return "" }
    return "/* elfnote.h: types of the notes of owner \"\(XenNote.owner)\" */\n"
      + notes.map { define($0.macro, String($0.number)) }.joined()
  }

  var features: String {
    let features = XenFeature.all.filter { $0.since <= view.release }
    guard !features.isEmpty else { return "" }
    let last = features.map(\.bit).max() ?? 0
    let names = (0...last).map { bit in
      features.first { $0.bit == bit }.map { "\"\($0.name)\"" } ?? "0"
    }
    return "/* features.h: bits of XENVER_get_features */\n"
      + features.filter(\.isDefined).map { define($0.macro, String($0.bit)) }.joined()
      + "/* their names, by bit */\n#define XEN_FEATURE_NAMES { \\\n"
      + names.map { "\t\($0), \\\n" }.joined() + "}\n"
  }

  private func define(_ constant: Constant) -> String {
    let plain = define(constant.name, constant.literal)
    guard let other = constant.literalWithPAE else { return plain }
    return "#ifdef CONFIG_X86_PAE\n\(define(constant.name, other))#else\n\(plain)#endif\n"
  }

  private func define(_ name: String, _ value: String) -> String { "#define \(name) \(value)\n" }
}
