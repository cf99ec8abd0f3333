// SPDX-License-Identifier: Apache-2.0

/// The difference of two files as every patch tool reads it.
public enum UnifiedDiff {
  /// - Parameters:
  ///   - path: from the tree's top; it stands below `a/` and `b/`.
  ///   - old: what it held; nil when it was not there.
  ///   - new: what it is to hold; nil when it goes.
  /// - Returns: nothing when there is no difference.
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
