// SPDX-License-Identifier: Apache-2.0

import Generators
import HypervisorABI

/// The pictures in SVG; all other structures have a picture in characters on their page.
enum Pictures {
  static let hypercallPage = "hypercall-page.svg"

  /// The structures that a guest needs first.
  private static let famous = [
    "start_info", "shared_info", "vcpu_info", "vcpu_time_info", "arch_shared_info",
    "hvm_start_info", "vcpu_runstate_info", "xencons_interface", "xenstore_domain_interface",
  ]

  static var files: [GeneratedFile] {
    famous.compactMap { tag in
      let layouts = Architecture.allCases.compactMap {
        Layout(tag, in: AbiReference.release, on: $0)
      }
      return layouts.isEmpty
        ? nil : GeneratedFile(path: path(of: tag), text: OffsetDrawing.svg(layouts, of: tag))
    } + [GeneratedFile(path: hypercallPage, text: HypercallPageDrawing.svg)]
  }

  /// The Markdown for a structure's picture; nil if it does not have one.
  static func drawing(of tag: String) -> String? {
    famous.contains(tag) ? "![The offsets of \(tag)](\(path(of: tag)))" : nil
  }

  private static func path(of tag: String) -> String { tag + ".svg" }
}
