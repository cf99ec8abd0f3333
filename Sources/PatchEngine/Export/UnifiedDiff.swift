// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The difference of two files as every patch tool reads it, by diff(1), which each Debian has.
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
    let (before, after) = (try MemoryFile(old ?? []), try MemoryFile(new ?? []))
    let output = try MemoryFile([])
    let labels = [old == nil ? "/dev/null" : "a/\(path)", new == nil ? "/dev/null" : "b/\(path)"]
    // The child sees the three files as its descriptors 3, 4 and 1.
    let status = try run(
      ["diff", "-u"] + labels.flatMap { ["--label", $0] } + ["/dev/fd/3", "/dev/fd/4"],
      [(before, 3), (after, 4), (output, 1)])
    guard status == 1 else {
      throw PatchError("diff", "ended with \(status) on \(path)", cure: "install diffutils")
    }
    return try output.contents()
  }

  private static func run(
    _ command: [String], _ files: [(file: MemoryFile, number: Int32)]
  ) throws(PatchError) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (file, number) in files {
      posix_spawn_file_actions_adddup2(&actions, file.descriptor, number)
    }
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
    var variables: [UnsafeMutablePointer<CChar>?] = [
      strdup("PATH=\(path)"), strdup("LC_ALL=C"), nil,
    ]
    defer { for string in arguments + variables { free(string) } }
    var child: pid_t = 0
    let failure = posix_spawnp(&child, command[0], &actions, nil, &arguments, &variables)
    guard failure == 0 else {
      throw PatchError(
        command[0], "cannot be run: " + String(cString: strerror(failure)),
        cure: "install diffutils")
    }
    var raw: Int32 = 0
    while waitpid(child, &raw, 0) < 0 && errno == EINTR {}
    return raw & 0x7f == 0 ? (raw >> 8) & 0xff : 128 + (raw & 0x7f)
  }
}
