// SPDX-License-Identifier: Apache-2.0

/// The releases in which a name of the ABI stands in Xen's public headers.
public struct Span: Sendable, Equatable {
  /// The first release that has it.
  public let since: XenRelease
  /// The first release that no longer has it; nil when the newest one does.
  public let until: XenRelease?

  public init(since: XenRelease, until: XenRelease? = nil) {
    self.since = since
    self.until = until
  }

  /// Whether the release has the name.
  public func contains(_ release: XenRelease) -> Bool {
    since <= release && until.map { release < $0 } ?? true
  }
}
