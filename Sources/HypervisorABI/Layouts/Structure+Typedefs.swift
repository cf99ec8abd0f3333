// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Makes a copy of the structure under another name, a typedef with `_t`.
  ///
  /// - Parameter header: the header that declares the typedef; nil for the structure's own.
  func typedef(
    _ name: String, header: String? = nil, summary: String? = nil, since: XenRelease
  ) -> Structure {
    Structure(
      name, header ?? self.header, summary: summary ?? "Another name of \(self.name).", kind: kind,
      since: since, until: span.until, only: only, packed: isPacked, typedef: true,
      original: self.name, fields)
  }
}

extension [Structure] {
  /// Appends a typedef for one of these structures.
  func typedef(_ original: String, as name: String, since: XenRelease) -> [Structure] {
    self + filter { $0.name == original }.map { $0.typedef(name, since: since) }
  }
}
