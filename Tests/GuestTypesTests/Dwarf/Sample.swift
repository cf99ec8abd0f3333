// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestImage
import HypervisorABI

@testable import GuestTypes

/// A C file with every kind of member that the interface has, and a few that it has not.
enum Sample {
  static let source = """
    typedef unsigned long long u64;
    typedef unsigned char domain_handle_t[16];
    typedef struct { unsigned char *p; } handle_uchar;
    enum state { STATE_OFF = -3, STATE_ON = 200, STATE_LAST = 0x80000000u };
    enum { LONE = 7, WIDE = 0x123456789abcdefLL } anonymous;
    struct forward;
    struct inner { char c; u64 wide; };
    struct sample {
      char first;
      u64 wide;
      const volatile unsigned long word;
      struct inner in;
      struct inner many[3];
      union { unsigned mfn; struct { short a, b; }; };
      union { struct { unsigned long mfn; unsigned evtchn; } domU; struct { int off; } dom0; } console;
      handle_uchar buffer;
      domain_handle_t handle;
      unsigned short grid[2][3];
      unsigned event:28, extra:3, cycles:1;
      u64 lo:40, hi:20;
      _Bool flag:1;
      enum state state;
      struct forward *forward;
      int (*call)(int);
      long double precise;
      unsigned char tail[];
    };
    struct __attribute__((packed)) tight { char a; u64 b; int c:5; int d:9; unsigned e[0]; };
    struct lined { char a; int b __attribute__((aligned(16))); };
    typedef struct { int x, y; } nameless_t;
    typedef struct sample alias_t;
    typedef union { int whole; char bytes[4]; } both_t;
    struct sample sample; struct tight tight; struct lined lined; nameless_t nameless;
    both_t both; enum state state; struct forward *pointer; alias_t *alias;

    """

  static let names: Set<String> = [
    "sample", "tight", "lined", "nameless_t", "both_t", "inner", "forward", "alias_t", "absent",
  ]

  /// As C names the types that are found.
  static let types = [
    "sample": "struct sample", "tight": "struct tight", "lined": "struct lined",
    "inner": "struct inner", "nameless_t": "nameless_t", "both_t": "both_t",
    "alias_t": "alias_t",
  ]

  /// Compiles `text` to an object in a folder of its own.
  static func object(
    _ compiler: String, _ options: [String], of text: String = source
  ) throws -> [UInt8] {
    try Places.withScratchFolder { folder in
      let path = folder + "/sample.o"
      try compile(compiler, options + ["-c", "-o", path], text)
      return try Bytes(contentsOf: path).array
    }
  }

  static func compile(_ compiler: String, _ options: [String], _ text: String) throws {
    let command = [compiler, "-g"] + options + ["-x", "c", "-"]
    let result = try Command.run(command, input: Array(text.utf8))
    guard result.status == 0 else { throw Missing(what: "\(command): \(result.errors)") }
  }

  static func open(_ file: [UInt8], name: String = "sample.o") throws -> DwarfSource? {
    try DwarfSource(GuestImage(name: name, file: Bytes(file)))
  }
}

extension Bytes {
  init(contentsOf path: String) throws { self = try GuestImage.open(path: path).file }
}
