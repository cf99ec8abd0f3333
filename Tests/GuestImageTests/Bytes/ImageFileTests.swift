// SPDX-License-Identifier: Apache-2.0

import Commands
import Glibc
import Testing

@testable import GuestImage

/// Things that are no file with bytes in it: one clear error each, at once.
@Suite struct ImageFileTests {
  private func problem(_ path: String) -> String? {
    do {
      _ = try GuestImage.open(path: path)
      return nil
    } catch {
      #expect(error.image == path)
      #expect(error.cure != nil)
      #expect(!error.description.contains("\n"))
      return error.problem
    }
  }

  @Test func noSuchFile() {
    #expect(problem("/nonexistent/vmlinuz") == "No such file or directory")
  }
  @Test func device() { #expect(problem("/dev/zero") == "is a device") }
  @Test func directory() { #expect(problem("/usr") == "is a directory") }

  /// The system says that it has no bytes.
  @Test func fileOfProc() throws {
    let bytes = try GuestImage.open(path: "/proc/version").file
    #expect(bytes.starts(with: Array("Linux version".utf8)))
    #expect(problem("/proc/self/attr/none") == "No such file or directory")
  }

  @Test func empty() throws {
    try Places.withScratchFolder { folder in
      let path = folder + "/empty"
      close(open(path, O_CREAT | O_WRONLY, 0o600))
      #expect(problem(path) == "is empty")
    }
  }

  @Test func fifoWithoutWriter() throws {
    try Places.withScratchFolder { folder in
      let path = folder + "/fifo"
      #expect(mkfifo(path, 0o600) == 0)
      #expect(problem(path) == "is a FIFO")
      #expect(throws: ImageError.self) { try GuestImage.open(path: path, readsPipes: true) }
    }
  }

  @Test func socket() throws {
    try Places.withScratchFolder { folder in
      let path = folder + "/socket"
      #expect(mknod(path, S_IFSOCK | 0o600, 0) == 0)
      #expect(problem(path) != nil)
    }
  }

  /// Root reads everything: this thread asks as nobody.
  @Test func unreadable() throws {
    try Places.withScratchFolder { folder in
      let path = folder + "/unreadable"
      close(open(path, O_CREAT | O_WRONLY, 0))
      let owner = setfsuid(65534)
      defer { _ = setfsuid(UInt32(bitPattern: owner)) }
      #expect(problem(path) == "Permission denied")
    }
  }

  @Test func linkLoop() throws {
    try Places.withScratchFolder { folder in
      let path = folder + "/loop"
      #expect(symlink(path, path) == 0)
      #expect(problem(path)?.contains("symbolic links") == true)
    }
  }

  @Test func regularFile() throws {
    try Places.withScratchFolder { folder in
      let path = folder + "/vmlinux"
      let file = ElfBuilder.guest.build()
      let descriptor = open(path, O_CREAT | O_WRONLY, 0o600)
      #expect(write(descriptor, file, file.count) == file.count)
      close(descriptor)
      let image = try GuestImage.open(path: path)
      #expect(image.file.array == file)
      #expect(image.problem == nil)
    }
  }
}

/// From sys/fsuid.h: unlike seteuid it is this thread's alone.
@_silgen_name("setfsuid") private func setfsuid(_ user: UInt32) -> Int32
