// SPDX-License-Identifier: Apache-2.0

/// The difference of two files in the unified format, which every patch tool reads.
public enum UnifiedDiff {
  /// Compares two contents with diff(1).
  ///
  /// - Parameters:
  ///   - path: the path from the tree's top, which the header shows below `a/` and `b/`.
  ///   - old: the old content; nil if the file did not exist.
  ///   - new: the new content; nil if the file is removed.
  /// - Returns: empty if there is no difference.
  /// - Throws: if diff is missing or fails.
  public static func text(
    _ path: String, from old: [UInt8]?, to new: [UInt8]?
  ) throws(PatchError) -> [UInt8] {
    if old == new { return [] }
    let labels = [old == nil ? "/dev/null" : "a/\(path)", new == nil ? "/dev/null" : "b/\(path)"]
    let command =
      ["diff", "--text", "-u"] + labels.flatMap { ["--label", $0] } + ["/dev/fd/3", "/dev/fd/4"]
    let (status, output, complaint) = try Diffutils.run(command, on: [old ?? [], new ?? []])
    guard status == 1 else { throw PatchError(path, "diff ended with \(status): \(complaint)") }
    return output
  }
}
