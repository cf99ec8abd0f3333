// SPDX-License-Identifier: Apache-2.0

/// A line of a console, without its end, and who wrote it.
public struct ConsoleLine: Sendable, Equatable {
  /// Who writes on a console.
  public enum Speaker: Sendable {
    case hypervisor
    /// The kernel under test.
    case guest
    /// The dom0 that creates the domain under test.
    case toolstack
  }

  /// Who wrote it.
  public let speaker: Speaker
  /// What it says.
  public let text: String

  public init(_ speaker: Speaker, _ text: String) {
    self.speaker = speaker
    self.text = text
  }
}
