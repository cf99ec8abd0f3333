// SPDX-License-Identifier: Apache-2.0

import Generators
import HypervisorABI

/// interface-versions.md: the changes at each value of `__XEN_INTERFACE_VERSION__`.
enum InterfaceVersionsPage {
  static let file = GeneratedFile(
    path: "interface-versions.md",
    text: Markdown.page([
      "# Interface versions",
      InterfaceVersionsProse.head,
      "## What each value gates",
      Markdown.table(
        ["from", "header", "effect"],
        InterfaceGate.all.map {
          [Markdown.code(versionLiteral($0.value)), HeaderPage.link(to: $0.header), $0.effect]
        }),
      "## What each release offers as its latest",
      Markdown.table(
        ["release", "latest"],
        InterfaceVersion.latest.map {
          [$0.since.description, Markdown.code(versionLiteral($0.value))]
        }),
      "A release that is not named has its predecessor's.",
    ]))
}
