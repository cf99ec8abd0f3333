// SPDX-License-Identifier: Apache-2.0

import Generators
import HypervisorABI

/// features.md: the feature bits that Xen and a guest negotiate.
enum FeaturesPage {
  static let file = GeneratedFile(
    path: "features.md",
    text: Markdown.page([
      "# Features",
      FeaturesProse.head,
      Markdown.table(
        ["bit", "name", "in a FEATURES note", "since", "meaning"],
        XenFeature.all.map {
          [
            String($0.bit), Markdown.code($0.macro), Markdown.code($0.loaderName ?? ""),
            $0.since.description, $0.meaning + ($0.isDefined ? "" : "; named in a comment only"),
          ]
        }),
      FeaturesProse.foot,
    ]))
}
