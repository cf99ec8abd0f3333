// SPDX-License-Identifier: Apache-2.0

import Generators
import HypervisorABI

/// A file that an entry may ask for.
struct GeneratedKind: Sendable {
  let name: String
  let text: @Sendable (XenRelease) -> String

  static let all = [
    GeneratedKind(name: "headers") { Generate.header(for: $0).text },
    GeneratedKind(name: "shims") { Generate.shims(.pv64($0)).text },
    GeneratedKind(name: "notes") { _ in Generate.notes().text },
  ]
}
