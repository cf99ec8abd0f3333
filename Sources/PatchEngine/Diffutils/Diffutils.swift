// SPDX-License-Identifier: Apache-2.0

import Glibc

/// diff(1) and diff3(1), which each Debian has.
enum Diffutils {
  /// Runs a program on texts that it opens as `/dev/fd/3` and on.
  ///
  /// - Returns: its exit code, or 128 + the number of the signal that ended it; and its output.
  static func run(
    _ command: [String], on texts: [[UInt8]]
  ) throws(PatchError) -> (status: Int32, output: [UInt8]) {
    let output = try MemoryFile([])
    var files: [(file: MemoryFile, number: Int32)] = [(output, 1)]
    for text in texts { files.append((try MemoryFile(text), Int32(files.count) + 2)) }
    let child = try spawn(command, files)
    var raw: Int32 = 0
    while waitpid(child, &raw, 0) < 0 && errno == EINTR {}
    let status = raw & 0x7f == 0 ? (raw >> 8) & 0xff : 128 + (raw & 0x7f)
    return (status, try output.contents())
  }

  private static func spawn(
    _ command: [String], _ files: [(file: MemoryFile, number: Int32)]
  ) throws(PatchError) -> pid_t {
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
    return child
  }
}
