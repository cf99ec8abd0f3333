// SPDX-License-Identifier: Apache-2.0

/// The releases in which Xen's public headers have a name of the ABI.
public struct Span: Sendable, Equatable {
  /// The first release that has it.
  public let since: XenRelease
  /// The first release that no longer has it; nil if the newest release has it.
  public let until: XenRelease?

  /// The releases from `since` up to, but not including, `until`.
  public init(since: XenRelease, until: XenRelease? = nil) {
    self.since = since
    self.until = until
  }

  /// Whether a release has the name.
  public func contains(_ release: XenRelease) -> Bool {
    since <= release && until.map { release < $0 } ?? true
  }
}
