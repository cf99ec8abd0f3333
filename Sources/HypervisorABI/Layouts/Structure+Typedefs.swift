// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Another name, with `_t`, that a header gives to it; without `header`, its own header does.
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
  /// These, and one of them by another name.
  func typedef(_ original: String, as name: String, since: XenRelease) -> [Structure] {
    self + filter { $0.name == original }.map { $0.typedef(name, since: since) }
  }
}
