// SPDX-License-Identifier: Apache-2.0

/// A XenStore key that a guest reads or writes.
///
/// XenStore has no version: a reader has to cope with a missing key. So `since` is the first
/// release whose headers document the key, or whose own Linux tree, toolstack or drivers use it.
public struct StoreKey: Sendable, Equatable {
  /// The directory that contains the key.
  public enum Place: String, Sendable, CaseIterable {
    /// `/local/domain/N`, where relative paths start.
    case domain
    /// `device/KIND/ID` of the guest; a key of every kind of device.
    case frontend
    /// `/local/domain/M/backend/KIND/N/ID`, which the guest reads; a key of every kind of device.
    case backend
    case blockFrontend = "vbd frontend"
    case blockBackend = "vbd backend"
    case networkFrontend = "vif frontend"
    case networkBackend = "vif backend"
  }

  /// The party that writes the key.
  public enum Writer: String, Sendable, CaseIterable { case toolstack, frontend, backend, guest }

  /// The directory that contains the key.
  public let place: Place
  /// The path relative to that directory; `N` stands for a number.
  public let name: String
  /// The party that writes the key.
  public let writer: Writer
  /// The meaning and the possible values, in one sentence.
  public let meaning: String
  /// The releases that use the key.
  public let span: Span

  init(
    _ place: Place, _ name: String, _ writer: Writer, since: XenRelease = .v3_0_0,
    until: XenRelease? = nil, _ meaning: String
  ) {
    self.place = place
    self.name = name
    self.writer = writer
    self.meaning = meaning
    span = Span(since: since, until: until)
  }

  /// All keys, by directory and then in the order of the tables.
  public static let all = domainKeys + deviceKeys + blockKeys + networkKeys
}
