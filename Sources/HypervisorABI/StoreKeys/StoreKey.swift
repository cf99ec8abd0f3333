// SPDX-License-Identifier: Apache-2.0

/// A key in XenStore that a guest reads or writes.
///
/// `since` is the first release whose headers document the key or whose own Linux tree, toolstack or
/// drivers use it: the store has no version, and who looks for a key has to live without it.
public struct StoreKey: Sendable, Equatable {
  /// Whose directory it is in.
  public enum Place: String, Sendable, CaseIterable {
    /// `/local/domain/N`, which is where relative paths start.
    case domain
    /// `device/KIND/ID` of the guest, for every kind of device.
    case frontend
    /// `/local/domain/M/backend/KIND/N/ID`, which the guest reads, for every kind of device.
    case backend
    case blockFrontend = "vbd frontend"
    case blockBackend = "vbd backend"
    case networkFrontend = "vif frontend"
    case networkBackend = "vif backend"
  }

  /// Who writes it.
  public enum Writer: String, Sendable, CaseIterable { case toolstack, frontend, backend, guest }

  public let place: Place
  /// From that directory; `N` stands for a number.
  public let name: String
  public let writer: Writer
  /// What it means and which values it has, in one sentence.
  public let meaning: String
  public let span: Span

  init(
    _ place: Place, _ name: String, _ writer: Writer, since: XenRelease = .v3_0_2,
    until: XenRelease? = nil, _ meaning: String
  ) {
    self.place = place
    self.name = name
    self.writer = writer
    self.meaning = meaning
    span = Span(since: since, until: until)
  }

  /// By place and then as the tables have them.
  public static let all = domainKeys + deviceKeys + blockKeys + networkKeys
}
