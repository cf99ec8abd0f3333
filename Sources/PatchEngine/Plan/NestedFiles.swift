// SPDX-License-Identifier: Apache-2.0

/// Two paths of which one would have to be both a file and a directory: a file that is created, and
/// a file below the same name.
struct NestedFiles: Equatable {
  let outer: String
  let inner: String

  /// Finds the first such pair; nil if there is none.
  ///
  /// - Parameters:
  ///   - made: the files that entries create.
  ///   - paths: all files that entries create or edit.
  init?(made: Set<String>, among paths: some Collection<String>) {
    for inner in paths.sorted() {
      var outer = inner[...]
      while let slash = outer.lastIndex(of: "/") {
        outer = outer[..<slash]
        guard made.contains(String(outer)) else { continue }
        (self.outer, self.inner) = (String(outer), inner)
        return
      }
    }
    return nil
  }
}
