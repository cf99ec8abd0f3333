// SPDX-License-Identifier: Apache-2.0

import Commands
import Glibc
import Loaders

/// Debian's hypervisor under QEMU, with one kernel as its initial domain.
struct HypervisorRun {
  /// All that came out on the console.
  let console: String

  /// Boots until one of `ends` is on the console, or the patience for the mode is over.
  init(kernel: [UInt8], mode: GuestMode = .pv, until ends: [String]) throws {
    console = try Places.withScratchFolder { folder in
      let (image, xen) = (folder + "/kernel", folder + "/xen")
      try HypervisorRun.write(kernel, to: image)
      let unpacked = try Command.run(["sh", "-c", "zcat \(DebianImages.xen()) > \(xen)"])
      guard unpacked.status == 0 else { throw Missing(what: "the hypervisor") }
      return try HypervisorRun.boot(mode, xen, image, ends)
    }
  }

  /// PVH needs hardware virtualization with nested paging, and an IOMMU.
  private static func machine(_ mode: GuestMode) -> [String] {
    switch mode {
    case .pv: ["-m", "512"]
    case .pvh:
      ["-m", "1024", "-M", "q35", "-device", "amd-iommu", "-cpu", "qemu64,+svm,+npt"]
    }
  }

  private static func boot(
    _ mode: GuestMode, _ xen: String, _ image: String, _ ends: [String]
  ) throws -> String {
    var pipe: [Int32] = [0, 0]
    guard Glibc.pipe(&pipe) == 0 else { throw Missing(what: "a pipe") }
    for end in pipe { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(pipe[0]) }
    let child = try start(mode, xen, image, output: pipe[1])
    close(pipe[1])
    defer {
      kill(child, SIGKILL)
      waitpid(child, nil, 0)
    }
    return read(pipe[0], ends, patience: mode == .pv ? 30 : 90)
  }

  private static func start(
    _ mode: GuestMode, _ xen: String, _ image: String, output: Int32
  ) throws -> pid_t {
    let options =
      "console=com1 com1=115200,8n1 loglvl=all guest_loglvl=all noreboot"
      + (mode == .pvh ? " dom0=pvh iommu=on dom0_mem=512M" : "")
    let command =
      ["qemu-system-x86_64"] + machine(mode)
      + ["-display", "none", "-no-reboot", "-serial", "stdio"]
      + ["-kernel", xen, "-initrd", image, "-append", options]
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var child: pid_t = 0
    guard posix_spawnp(&child, command[0], &actions, nil, &arguments, environ) == 0 else {
      throw Missing(what: command[0])
    }
    return child
  }

  private static func read(_ console: Int32, _ ends: [String], patience: Int) -> String {
    var text = ""
    var buffer = [UInt8](repeating: 0, count: 4096)
    let deadline = time(nil) + patience
    while time(nil) < deadline, !ends.contains(where: text.contains) {
      var ready = pollfd(fd: console, events: Int16(POLLIN), revents: 0)
      guard poll(&ready, 1, 1000) > 0 else { continue }
      let count = Glibc.read(console, &buffer, buffer.count)
      if count <= 0 { break }
      text += String(decoding: buffer[..<count], as: UTF8.self)
    }
    return text
  }

  private static func write(_ bytes: [UInt8], to path: String) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    defer { close(file) }
    guard file >= 0, Glibc.write(file, bytes, bytes.count) == bytes.count else {
      throw Missing(what: path)
    }
  }
}
