// SPDX-License-Identifier: Apache-2.0

/// A file that is to be made, and another one that is to be made or edited below that name.
struct NestedFiles: Equatable {
  let outer: String
  let inner: String

  /// Nil when no file is in another one.
  ///
  /// - Parameters:
  ///   - made: the files that entries create.
  ///   - paths: all that entries work on.
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
