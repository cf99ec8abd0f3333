// SPDX-License-Identifier: Apache-2.0

import Commands
import Glibc
import Testing

@testable import Base

/// Names that are no UTF-8 are files like others.
@Suite struct FileNameTests {
  private static let names: [[UInt8]] = [
    Array("vmlinux".utf8), Array("kernel-ü-\u{1f427}".utf8), [0x6e, 0xff, 0x6d, 0x65],
    [0xc3], [0x80, 0x80], [0xed, 0xa0, 0x80], Array("\u{10fe80}".utf8), [0xf4, 0x90, 0x80, 0x80],
    Array(1...255),
  ]

  @Test(arguments: names) func roundTrip(name: [UInt8]) {
    let text = (name + [0]).map { CChar(bitPattern: $0) }.withUnsafeBufferPointer {
      FileName.text($0.baseAddress!)
    }
    let back = FileName.with(text) { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
    #expect(back == name)
  }

  @Test func utf8StandsForItself() {
    #expect("kernel-ü".withCString { FileName.text($0) } == "kernel-ü")
  }
}
