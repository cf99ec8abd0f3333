// SPDX-License-Identifier: Apache-2.0

/// Merges local changes of a text into another version of it.
enum Merge {
  /// Merges with diff3. Option `--text` allows any bytes: without it, diff3 refuses files with NUL
  /// bytes as binary.
  ///
  /// - Parameters:
  ///   - mine: the text with local changes.
  ///   - base: the common ancestor.
  ///   - other: the other version.
  ///   - place: the name of the file for errors.
  /// - Returns: nil if both changed the same or adjacent lines.
  /// - Throws: if diff3 is missing or fails.
  static func text(
    mine: [UInt8], base: [UInt8], other: [UInt8], of place: String
  ) throws(PatchError) -> [UInt8]? {
    let (status, output, complaint) = try Diffutils.run(
      ["diff3", "--text", "-m", "/dev/fd/3", "/dev/fd/4", "/dev/fd/5"], on: [mine, base, other])
    guard status <= 1 else {
      throw PatchError(
        place, "was changed since pvkit wrote it, and diff3 cannot merge that (\(complaint))",
        cure: "save the change elsewhere, and undo it here")
    }
    return status == 0 ? output : nil
  }
}
