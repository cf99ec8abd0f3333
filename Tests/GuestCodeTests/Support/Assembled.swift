// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestCode
import GuestImage
import HypervisorABI

/// Assembly, as an object.
enum Assembled {
  /// - Parameter bits: 32 or 64.
  static func object(_ source: String, bits: Int = 64) throws -> GuestImage {
    try Places.withScratchFolder { folder in
      let object = folder + "/code.o"
      let result = try Command.run(
        ["as", "--\(bits)", "-o", object, "-"], input: Array((source + "\n").utf8))
      guard result.status == 0 else { throw Refused(words: result.errors) }
      return try GuestImage.open(path: object)
    }
  }

  /// The like, linked as kernels are.
  static func linked(
    _ source: String, bits: Int = 64, stripped: Bool = false
  ) throws -> GuestImage {
    try Places.withScratchFolder { folder in
      let (object, kernel) = (folder + "/code.o", folder + "/kernel")
      let assembled = try Command.run(
        ["as", "--\(bits)", "-o", object, "-"], input: Array((source + "\n").utf8))
      guard assembled.status == 0 else { throw Refused(words: assembled.errors) }
      let linked = try Command.run([
        "ld", "-m", bits == 64 ? "elf_x86_64" : "elf_i386", "-e", "f", "-z", "noexecstack",
        stripped ? "--strip-all" : "--strip-debug",
        "-Ttext=\(bits == 64 ? "0xffffffff81000000" : "0xc0100000")", "-o", kernel, object,
      ])
      guard linked.status == 0 else { throw Refused(words: linked.errors) }
      return try GuestImage.open(path: kernel)
    }
  }

  /// Machine code as it stands at that address.
  static func code(
    _ source: String, at address: UInt64, symbols: [String: UInt64]
  ) throws -> [UInt8] {
    try Places.withScratchFolder { folder in
      let (object, kernel) = (folder + "/code.o", folder + "/kernel")
      let made = try Command.run(["as", "-o", object, "-"], input: Array((source + "\n").utf8))
      guard made.status == 0 else { throw Refused(words: made.errors) }
      let linked = try Command.run(
        ["ld", "-Ttext=0x" + String(address, radix: 16), "-o", kernel, object]
          + symbols.map { "--defsym=\($0.key)=0x" + String($0.value, radix: 16) })
      guard linked.status == 0 else { throw Refused(words: linked.errors) }
      let elf = try GuestImage.open(path: kernel).elf.get()
      return elf.section(named: ".text").flatMap { elf.contents(of: $0) }?.array ?? []
    }
  }

  static func scan(
    _ source: String, bits: Int = 64, release: XenRelease = .standard
  ) throws -> CodeScan {
    try CodeScan(object(source, bits: bits), release: release)
  }

  struct Refused: Error { let words: String }
}

extension CodeScan {
  /// `lgdt f+0x3`, in order.
  var summary: [String] {
    sites.map { site in
      let place = symbol(of: site).map { "\($0.name)+\($0.offset)" } ?? "?"
      return "\(site.kind.name) \(place)"
    }
  }
}
