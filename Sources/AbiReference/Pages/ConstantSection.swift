// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// A group of constants on its header's page.
enum ConstantSection {
  static func text(_ group: ConstantGroup) -> String {
    let rows = group.constants.map {
      [Markdown.code($0.name), Markdown.code($0.literal), $0.span.words]
    }
    let place = group.only.map { ", \($0.wordedAlone)" } ?? ""
    return Markdown.page([
      "### " + capitalized(group.name) + place, calls(of: group),
      Markdown.table(["name", "value", "releases"], rows),
    ])
  }

  /// The hypercalls whose commands they are.
  private static func calls(of group: ConstantGroup) -> String {
    let calls = Hypercall.all.filter { $0.commands == group }.map(HypercallsPage.link(to:))
    return calls.isEmpty ? "" : "Commands of " + calls.joined(separator: ", ") + "."
  }

  private static func capitalized(_ name: String) -> String {
    name.prefix(1).uppercased() + name.dropFirst()
  }
}
