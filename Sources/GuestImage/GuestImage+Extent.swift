// SPDX-License-Identifier: Apache-2.0

extension GuestImage {
  /// How much of a packed kernel is unpacked.
  public enum Extent: Sendable {
    /// All of it, and the codec's checksum is verified where it has one.
    case all
    /// As far as the last note segment, when one of them bears a Xen note; else all of it, for the
    /// section headers stand at the very end. What was cut short has no sections and no symbols
    /// (`Container.isPartial`). gzip always unpacks whole; lz4 and lzo by their blocks.
    case notes

    var reach: Output.Reach? {
      switch self {
      case .all: nil
      case .notes: { NoteReach.bytesNeeded(after: $0) }
      }
    }
  }
}
