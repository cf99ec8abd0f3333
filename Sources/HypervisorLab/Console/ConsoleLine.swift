// SPDX-License-Identifier: Apache-2.0

/// A line of a console without its end, and its speaker.
public struct ConsoleLine: Sendable, Equatable {
  /// The author of a line.
  public enum Speaker: Sendable {
    case hypervisor
    /// The kernel under test.
    case guest
    /// The dom0 that creates the domain under test.
    case toolstack
  }

  /// Who wrote the line.
  public let speaker: Speaker
  /// The line without its end.
  public let text: String

  public init(_ speaker: Speaker, _ text: String) {
    self.speaker = speaker
    self.text = text
  }
}
