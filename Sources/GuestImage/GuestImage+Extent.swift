// SPDX-License-Identifier: Apache-2.0

extension GuestImage {
  /// How much of a packed kernel to unpack.
  public enum Extent: Sendable {
    /// All of it, with verification of the codec's checksum, if it has one.
    case all
    /// Up to the end of the last note segment, if one of them has a Xen note; otherwise all,
    /// because the section headers are at the end of the file. A partly unpacked kernel does not
    /// have sections and symbols (`Container.isPartial`). gzip is always unpacked as a whole, and
    /// lz4 and lzo in whole blocks.
    case notes

    var reach: Output.Reach? {
      switch self {
      case .all: nil
      case .notes: { NoteReach.bytesNeeded(after: $0) }
      }
    }
  }
}
