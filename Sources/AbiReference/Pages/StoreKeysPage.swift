// SPDX-License-Identifier: Apache-2.0

import Generators
import HypervisorABI

/// keys.md: the keys in XenStore.
enum StoreKeysPage {
  static let file = GeneratedFile(
    path: "keys.md",
    text: Markdown.page(
      ["# Keys in XenStore", StoreKeysProse.head]
        + StoreKey.Place.allCases.flatMap { place in
          ["## \(title(place))", table(StoreKey.all.filter { $0.place == place })]
        }))

  private static func title(_ place: StoreKey.Place) -> String {
    switch place {
    case .domain: "The domain's directory"
    case .frontend: "Any front end"
    case .backend: "Any back end"
    case .blockFrontend: "A block front end"
    case .blockBackend: "A block back end"
    case .networkFrontend: "A network front end"
    case .networkBackend: "A network back end"
    }
  }

  private static func table(_ keys: [StoreKey]) -> String {
    Markdown.table(
      ["key", "written by", "since", "meaning"],
      keys.map {
        [Markdown.code($0.name), $0.writer.rawValue, $0.span.since.description, $0.meaning]
      })
  }
}
