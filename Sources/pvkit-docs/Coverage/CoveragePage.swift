// SPDX-License-Identifier: Apache-2.0

import Generators
import HypervisorABI

/// Docs/coverage.md: how much of Debian's headers the model contains, and the reasons for the rest.
struct CoveragePage {
  /// The paths of the headers below /usr/include/xen.
  let headers: [String]
  /// The names that the headers without exclusion define.
  let names: DefinedNames

  /// All names that the model has in any form.
  static let modelled: Set<String> = {
    let numbers = ConstantGroup.all.flatMap(\.constants).map(\.name)
    let calls = Hypercall.all.flatMap { call in
      [call.macro] + call.otherNames.map { "__HYPERVISOR_" + $0.name }
    }
    let others = XenNote.all.map(\.macro) + XenFeature.all.map(\.macro)
    let types = Structure.all.map(\.name) + CInteger.typedefs.map(\.name)
    let macros = Generate.header().text.matches(of: /(?m)^#define (\w+)/).map { String($0.1) }
    return Set(numbers + calls + others + types + macros)
  }()

  /// Reads the installed headers of libxen-dev with gcc.
  init() throws {
    headers = try DefinedNames.headers()
    names = try DefinedNames(headers: headers.filter { Exclusion.of(header: $0) == nil })
  }

  var file: GeneratedFile { GeneratedFile(path: "Docs/coverage.md", text: text) }

  private var text: String {
    """
    # What the model holds of Debian's headers

    Every structure, every macro with a value and every enumerator of libxen-dev's headers (Xen
    4.17, latest interface version, i386 and x86_64) is in the model, or is excluded here with a
    reason. `make docs` writes this page; a test fails if it is out of date.

    | header | names | in the model | excluded |
    |--|--|--|--|
    \(rows.joined(separator: "\n"))

    ## Excluded headers

    \(table(of: .header))

    ## Excluded names

    \(table(of: .name))

    """
  }

  private var rows: [String] {
    names.byHeader.filter { Exclusion.of(header: $0.key) == nil }.sorted { $0.key < $1.key }.map {
      let known = $0.value.intersection(Self.modelled).count
      return "| `\($0.key)` | \($0.value.count) | \(known) | \($0.value.count - known) |"
    }
  }

  private func table(of kind: Exclusion.Kind) -> String {
    let rows = Exclusion.all.filter { $0.kind == kind }.map {
      "| `\($0.pattern)` | \($0.reason) |"
    }
    return (["| what | why |", "|--|--|"] + rows).joined(separator: "\n")
  }
}
