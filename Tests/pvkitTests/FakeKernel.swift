// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Testing

/// A tree that has what a proof asks of a kernel's: its Makefile makes one of pvkit's own guests for
/// Xen, and a few instructions for the bare machine. A kit of one entry makes the guest say what the
/// stress program and the timings would.
struct FakeKernel {
  let folder: String
  var tree: String { folder + "/tree" }
  var kit: String { folder + "/kit" }
  var programs: String { folder + "/programs" }
  /// TMPDIR, where nothing may be left.
  var scratch: String { folder + "/scratch" }

  /// For a kernel with the drivers for a domU's devices.
  static let drivers = "CONFIG_XEN_BLKDEV_FRONTEND=y\nCONFIG_XEN_NETDEV_FRONTEND=y\n"
  static let works = #"# all is well\nbench system call: 300 ns\n# timed\n"#

  /// - Parameters:
  ///   - make: words for every make: `FAIL=vmlinux`.
  ///   - says: what the guest prints, as a C string. It comes before the guest's own tests, of whose
  ///     wrong arguments the model of Xen would warn.
  ///   - code: instructions that the entry adds to the guest.
  ///   - configuration: lines for the kit's own.
  ///   - smp: the one for several vCPUs; empty for none.
  static func with(
    make: String = "FAIL=none", says: String = works, code: String = "",
    configuration: String = "", smp: String = "", _ body: (FakeKernel) throws -> Void
  ) throws {
    let built = try guest.get()
    try Places.withScratchFolder { folder in
      let fake = FakeKernel(folder: folder)
      try Writer.put(files(make, says, code, configuration), in: folder)
      if !smp.isEmpty { try Writer.put(["x86_64-smp": smp], in: fake.kit + "/configs") }
      try Writer.run("cp", "-a", built, fake.tree + "/guest")
      try FileManager.default.createDirectory(
        atPath: fake.scratch, withIntermediateDirectories: true)
      try body(fake)
    }
  }

  func prove(_ arguments: String..., environment: [String: String] = [:]) throws -> CommandResult {
    let fixed = ["patch", "prove", "--kit", kit, "--programs", programs]
    return try Command.run(
      [Places.pvkit] + fixed + arguments + [tree],
      environment: ["TMPDIR": scratch].merging(environment) { $1 })
  }

  /// Of all the trees, as those of one directory.
  func proveAll(_ trees: [String], _ arguments: String...) throws -> CommandResult {
    let place = folder + "/trees"
    try? FileManager.default.removeItem(atPath: place)
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    for (index, tree) in trees.enumerated() {
      let name = place + "/\(index)-" + (tree.split(separator: "/").last ?? "")
      try Writer.run("cp", "-a", tree, name)
    }
    let fixed = ["patch", "prove", "--kit", kit, "--programs", programs, "--all", "--trees", place]
    return try Command.run(
      [Places.pvkit] + fixed + arguments, environment: ["TMPDIR": scratch])
  }

  func left() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: scratch) }

  /// The guest's objects but for the one that the entry changes, built once.
  private static let guest = Result<String, any Error> {
    let folder = "/tmp/pvkit-test.fake-\(getpid())"
    try Writer.pvkit("generate", "guest", folder)
    try Writer.run("make", "-s", "-C", folder)
    try Writer.run("rm", folder + "/tests.o", folder + "/guest.elf")
    atexit { _ = try? Command.run(["rm", "-rf", "/tmp/pvkit-test.fake-\(getpid())"]) }
    return folder
  }

  private static func files(_ make: String, _ says: String, _ code: String, _ configuration: String)
    -> [String: String]
  {
    [
      "tree/Makefile": makefile, "tree/arch/x86_64/bare.S": bare,
      "tree/arch/x86_64/Kconfig": "config X86_64\n",
      "programs/Makefile": "%.init:\n\techo $@ > $@\n",
      "kit/kit": "Xen: 4.17\n", "kit/series": "one/0100-words\n",
      "kit/configs/x86_64": "CONFIG_XEN=y\nCONFIG_X86_64=y\n" + configuration,
      "kit/releases/2.6.18": """
      Architecture x86_64: port
      Path arch x86_64: arch/x86_64
      Config x86_64: configs/x86_64
      Make: \(make)

      """,
      "kit/one/0100-words/entry": """
      Subject: say what a proof waits for
      Reason: the guest's own words are others
      Origin: own

      edit guest/tests.c
      find line: \tprint("TAP version 13\\n1..%u\\n", planned);
      replace:
      <<<
      \tdo { \(code) print("\(says)"); } while (0);
      >>>

      """,
    ]
  }

  private static let makefile = """
    VERSION = 2
    PATCHLEVEL = 6
    SUBLEVEL = 18
    EXTRAVERSION =
    out = arch/$(ARCH)/boot

    # Each target fails, or never ends, when it is asked to. What is killed leaves no file of its own
    # anywhere else than beside the tree.
    define begin
    @test "$$TMPDIR" -ef ../tmp || { echo "$$TMPDIR is not the proof's own" >&2; exit 1; }
    @test "$(FAIL)" != "$@" || { echo "$@: error: as asked for" >&2; exit 1; }
    @test "$(HANG)" != "$@" || { echo hanging; sleep $(SECONDS_OF_SLEEP); }
    endef

    allnoconfig:
    \t$(begin)
    \tcp $(KCONFIG_ALLCONFIG) .config
    vmlinux: .config
    \t$(begin)
    \tgrep -q CONFIG_XEN=y .config
    \t$(MAKE) -C guest
    \tcp guest/guest.elf $@
    bzImage: .config
    \t$(begin)
    \t! grep -q CONFIG_XEN=y .config
    \tgrep -q CONFIG_SERIAL_8250_CONSOLE=y .config
    \tmkdir -p $(out)
    \tgcc -m32 -c -o bare.o arch/$(ARCH)/bare.S
    \tld -m elf_i386 -Ttext 0x100000 -o $(out)/$@ bare.o
    distclean mrproper:
    \trm -rf .config vmlinux bare.o $(out) guest/tests.o guest/guest.elf
    \ttest "$(FAIL)" != "$@" || echo more >> arch/$(ARCH)/Kconfig
    .PHONY: allnoconfig vmlinux bzImage distclean mrproper

    """

  /// Multiboot, by the first serial port.
  private static let bare = """
    \t.long 0x1badb002, 0, -0x1badb002
    \t.globl _start
    _start:
    \tmov $words, %esi
    1:\tlodsb
    \ttest %al, %al
    \tjz 2f
    \tmov $0x3f8, %dx
    \toutb %al, %dx
    \tjmp 1b
    2:\tcli
    \thlt
    words:
    \t.asciz "ok 1 - bare\\n# all is well\\nbench system call: 100 ns\\n# timed\\n"

    """
}
