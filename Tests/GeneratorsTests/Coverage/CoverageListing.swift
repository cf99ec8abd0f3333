// SPDX-License-Identifier: Apache-2.0

/// Docs/coverage.md: how much of Debian's headers the model holds, and why not the rest.
struct CoverageListing {
  let names: DefinedNames
  let modelled: Set<String>

  var text: String {
    """
    # What the model holds of Debian's headers

    Every structure, every macro that stands for something and every enumerator of libxen-dev's
    headers (Xen 4.17, interface version latest, i386 and x86_64) is in the model, or excluded
    here with a reason. A test compares them, and writes this page.

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
      let known = $0.value.intersection(modelled).count
      return "| `\($0.key)` | \($0.value.count) | \(known) | \($0.value.count - known) |"
    }
  }

  private func table(of what: Exclusion.What) -> String {
    let rows = Exclusion.all.filter { $0.what == what }.map {
      "| `\($0.pattern)` | \($0.reason) |"
    }
    return (["| what | why |", "|--|--|"] + rows).joined(separator: "\n")
  }
}
