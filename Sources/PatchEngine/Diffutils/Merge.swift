// SPDX-License-Identifier: Apache-2.0

/// Somebody's changes of a text, taken over into another version of it.
enum Merge {
  /// Whatever the bytes are: `--text`, as diff3 takes a file with NUL for no text.
  ///
  /// - Parameter place: what errors call the file.
  /// - Returns: nil when both changed the same lines, or lines that touch.
  static func text(
    mine: [UInt8], base: [UInt8], other: [UInt8], of place: String
  ) throws(PatchError) -> [UInt8]? {
    let (status, output, complaint) = try Diffutils.run(
      ["diff3", "--text", "-m", "/dev/fd/3", "/dev/fd/4", "/dev/fd/5"], on: [mine, base, other])
    guard status <= 1 else {
      throw PatchError(
        place, "was changed since pvkit wrote it, and diff3 cannot merge that (\(complaint))",
        cure: "keep the change elsewhere, and undo it here")
    }
    return status == 0 ? output : nil
  }
}
