// SPDX-License-Identifier: Apache-2.0

/// Somebody's changes of a text, taken over into another version of it.
enum Merge {
  /// - Returns: nil when both changed the same lines, or lines that touch.
  static func text(
    mine: [UInt8], base: [UInt8], other: [UInt8]
  ) throws(PatchError) -> [UInt8]? {
    let (status, output) = try Diffutils.run(
      ["diff3", "-m", "/dev/fd/3", "/dev/fd/4", "/dev/fd/5"], on: [mine, base, other])
    guard status <= 1 else { throw PatchError("diff3", "ended with \(status)") }
    return status == 0 ? output : nil
  }
}
