// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The section for a group of constants on its header's page.
enum ConstantSection {
  static func text(_ group: ConstantGroup) -> String {
    let takes = group.constants.contains { $0.argument != nil }
    let rows = group.constants.map { constant in
      [Markdown.code(constant.name), value(constant), constant.span.words]
        + (takes ? [constant.argument.map(HeaderPage.link(toStructure:)) ?? ""] : [])
    }
    return Markdown.page([
      "### " + heading(of: group), calls(of: group),
      Markdown.table(["name", "value", "releases"] + (takes ? ["takes"] : []), rows),
    ])
  }

  private static func value(_ constant: Constant) -> String {
    let pae = constant.literalWithPAE.map { ", with CONFIG_X86_PAE " + Markdown.code($0) }
    return Markdown.code(constant.literal) + (pae ?? "")
  }

  /// A link with the group's name to its section, for other pages.
  static func link(to group: ConstantGroup) -> String {
    let anchor = Markdown.anchor(heading(of: group))
    return Markdown.link(
      capitalized(group.name), HeaderPage.path(of: group.header) + "#" + anchor)
  }

  private static func heading(of group: ConstantGroup) -> String {
    capitalized(group.name) + (group.only.map { ", \($0.wordedAlone)" } ?? "")
  }

  /// The hypercalls that use the group.
  private static func calls(of group: ConstantGroup) -> String {
    let calls = Hypercall.all.filter { $0.commands == group }.map(HypercallsPage.link(to:))
    return calls.isEmpty ? "" : "Taken by " + calls.joined(separator: ", ") + "."
  }

  private static func capitalized(_ name: String) -> String {
    name.prefix(1).uppercased() + name.dropFirst()
  }
}
