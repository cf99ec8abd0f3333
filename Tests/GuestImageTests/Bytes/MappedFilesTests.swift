// SPDX-License-Identifier: Apache-2.0

import Commands
import Glibc
import Testing

@testable import GuestImage

/// Files that somebody makes shorter while they are read.
@Suite(.serialized) struct MappedFilesTests {
  private func write(_ bytes: [UInt8], to path: String) {
    let file = open(path, O_CREAT | O_WRONLY, 0o600)
    #expect(Glibc.write(file, bytes, bytes.count) == bytes.count)
    close(file)
  }

  /// What is gone reads as zeros, and is told once.
  @Test func whatIsGoneIsNoted() throws {
    try Places.withScratchFolder { folder in
      let path = folder + "/shrinks"
      write([UInt8](repeating: 7, count: 3 << 12), to: path)
      let bytes = try ImageFile.read(path, limit: 1 << 20)
      try ImageFile.checkWhole()
      #expect(truncate(path, 1 << 12) == 0)
      #expect(bytes[100] == 7)
      #expect(bytes[2 << 12] == 0)
      #expect(bytes[(3 << 12) - 1] == 0)
      let error = #expect(throws: ImageError.self) { try ImageFile.checkWhole() }
      #expect(error?.image == path)
      try ImageFile.checkWhole()
    }
  }

  /// Also when nobody holds the bytes any more.
  @Test func anImageThatIsGone() throws {
    try Places.withScratchFolder { folder in
      let path = folder + "/shrinks"
      write(ElfBuilder.guest.build() + [UInt8](repeating: 1, count: 1 << 13), to: path)
      do {
        let bytes = try ImageFile.read(path, limit: 1 << 20)
        #expect(truncate(path, 0) == 0)
        #expect(bytes[0] == 0)
      }
      #expect(throws: ImageError.self) { try ImageFile.checkWhole() }
    }
  }

  /// A hole takes no room, and all of it may be gone through.
  @Test func aSparseFileIsNoKernel() throws {
    try Places.withScratchFolder { folder in
      let path = folder + "/sparse"
      write(ElfBuilder.guest.build(), to: path)
      #expect(truncate(path, 1 << 42) == 0)
      let error = #expect(throws: ImageError.self) { try GuestImage.open(path: path) }
      #expect(error?.problem == "is longer than \(4 << 30) bytes")
    }
  }
}
