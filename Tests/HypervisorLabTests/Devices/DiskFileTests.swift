// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Glibc
import Testing

@testable import HypervisorLab

struct DiskFileTests {
  private func withFile(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
    try Places.withScratchFolder { folder in
      let path = folder + "/disk.img"
      let file = open(path, O_CREAT | O_WRONLY, 0o600)
      #expect(write(file, bytes, bytes.count) == bytes.count)
      close(file)
      try body(path)
    }
  }

  private func open(_ path: String, readOnly: Bool = false) throws -> DiskFile {
    try DiskFile(Disk(path: path, isReadOnly: readOnly), interruption: nil)
  }

  private func open(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 {
    Glibc.open(path, flags, mode)
  }

  /// What is said of a file, without its name.
  private func problem(_ path: String, readOnly: Bool) -> String? {
    do {
      _ = try open(path, readOnly: readOnly)
      return nil
    } catch LabError.unreadable(path, let problem) {
      return problem
    } catch {
      return "\(error)"
    }
  }

  @Test(arguments: [false, true])
  func `what is not an image, and what to do about it`(readOnly: Bool) throws {
    #expect(problem("/nowhere", readOnly: readOnly) == "No such file or directory")
    for path in ["/dev", "/dev/null"] {
      let text = "is not a regular file; give a disk image"
      #expect(problem(path, readOnly: readOnly) == text)
    }
    for (bytes, text) in [
      ([], "is empty"),
      ([UInt8](repeating: 0, count: 1000), "which is not a multiple of 512: truncate -s 1024"),
      (Array("QFI".utf8) + [0xfb] + [UInt8](repeating: 0, count: 508), "is a qcow2 image"),
      ([0x1f, 0x8b] + [UInt8](repeating: 0, count: 510), "gunzip"),
    ] {
      try withFile(bytes) { path in
        #expect(problem(path, readOnly: readOnly)?.contains(text) == true)
      }
    }
  }

  @Test func `several read an image, and who writes is alone`() throws {
    try withFile([UInt8](repeating: 7, count: 512)) { path in
      do {
        let reader = try open(path, readOnly: true)
        #expect(problem(path, readOnly: true) == nil)
        #expect(problem(path, readOnly: false)?.hasPrefix("is in use") == true)
        _ = reader
      }
      do {
        let writer = try open(path)
        for readOnly in [true, false] {
          #expect(problem(path, readOnly: readOnly)?.hasPrefix("is in use") == true)
        }
        _ = writer
      }
      #expect(problem(path, readOnly: false) == nil)
    }
  }

  /// `pvkit run` reads by the descriptor itself; QEMU opens its file anew.
  @Test(arguments: [true, false])
  func `the descriptor reads the image`(readOnly: Bool) throws {
    try withFile([UInt8](repeating: 7, count: 512)) { path in
      let disk = try open(path, readOnly: readOnly)
      var first: UInt8 = 0
      #expect(pread(disk.descriptor, &first, 1, 511) == 1)
      #expect(first == 7)
    }
  }

  @Test(arguments: [true, false])
  func `QEMU's use of an image is noticed`(readOnly: Bool) throws {
    try withFile([UInt8](repeating: 7, count: 512)) { path in
      let pipe = try Pipe()
      let drive = "if=none,id=d,format=raw,file=\(path),readonly=\(readOnly ? "on" : "off")"
      // It answers when the image is open.
      let command =
        "echo info block | exec qemu-system-x86_64 -nodefaults -display none -S -monitor stdio "
        + "-drive \(drive) -device virtio-blk-pci,drive=d"
      let files = [STDOUT_FILENO: pipe.writing, STDERR_FILENO: pipe.writing]
      let qemu = try ChildProcess(["sh", "-c", command], files: files)
      pipe.closeWriting()
      var said = ""
      while !said.contains("Attached to") {
        let part = pipe.read()
        try #require(!part.isEmpty, "\(said)")
        said += String(decoding: part, as: UTF8.self)
      }
      #expect(problem(path, readOnly: false)?.hasPrefix("is in use") == true)
      #expect((problem(path, readOnly: true) == nil) == readOnly)
      qemu.stop()
      // QEMU is the shell's child: it is gone when nobody can write to the pipe any more.
      while !pipe.read().isEmpty {}
      #expect(problem(path, readOnly: false) == nil)
    }
  }
}
