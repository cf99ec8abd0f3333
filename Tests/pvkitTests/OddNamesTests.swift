// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

/// Files and directories of names that are not UTF-8, or that have blanks, commas and signs of
/// patterns, are like others: as an image, a tree, a kit, an output and the directory of temporary
/// files.
@Suite struct OddNamesTests {
  /// Makes a directory of each such name, in it an image, a tree, a kit and headers of Xen's, and runs
  /// the command there.
  ///
  /// - Parameter command: a line of shell, which finds the directory in `$d` and pvkit in `$P`.
  /// - Returns: what it prints for each name.
  private func run(_ command: String) throws -> [String] {
    try Places.withScratchFolder { folder in
      let script = """
        set -e
        for name in 'n\\377me' 'a b,c' '[ab]*?'; do
          d="$1/$(printf "$name")"
          mkdir -p "$d/tree/kernel" "$d/kit/releases" "$d/kit/g/0100-a" "$d/out" "$d/tmp"
          cp "$2" "$d/image"
          printf 'VERSION = 2\\nPATCHLEVEL = 6\\nSUBLEVEL = 18\\nEXTRAVERSION =\\n' > "$d/tree/Makefile"
          echo 'int one;' > "$d/tree/kernel/a.c"
          echo 'Xen: 4.17' > "$d/kit/kit"
          echo 'g/0100-a' > "$d/kit/series"
          echo 'Architecture x86_64: port' > "$d/kit/releases/2.6.18"
          printf '# SPDX-License-Identifier: GPL-2.0-only\\nSubject: s\\nReason: r\\nOrigin: own\\n' \\
            > "$d/kit/g/0100-a/entry"
          printf '\\nedit kernel/a.c\\nfind: one\\nreplace: two\\n' \\
            >> "$d/kit/g/0100-a/entry"
          include="$d/headers/include/xen/interface"
          mkdir -p "$include" "$d/headers/arch/x86/include/asm/xen"
          echo 'struct start_info { char magic[32]; unsigned long nr_pages; };' > "$include/xen.h"
          : > "$d/headers/arch/x86/include/asm/xen/interface_64.h"
          cp "$d/tree/Makefile" "$d/headers"
          set +e
          TMPDIR="$d/tmp"; export TMPDIR
          \(command)
          ls -A "$d/tmp"
          set -e
        done
        """
      let result = try Command.run(
        ["sh", "-c", script, "sh", folder, try DebianImages.hvmloader()],
        environment: ["P": Places.pvkit])
      #expect(result.status == 0 && result.errors == "", "\(result.errors)")
      return result.output.split(separator: "\n").map(String.init)
    }
  }

  @Test func images() throws {
    let lines = try run(
      """
      for c in 'notes' 'check' 'scan'; do "$P" $c "$d/image" >/dev/null; echo $?; done
      "$P" unpack "$d/image" -o "$d/out/unpacked"; echo $?
      "$P" abi snapshot "$d/image" -o "$d/out/record" 2>/dev/null; echo $?
      cmp "$d/image" "$d/out/unpacked"
      """)
    #expect(lines == Array(repeating: ["1", "1", "1", "0", "3"], count: 3).flatMap { $0 })
  }

  /// JSON has the byte 0xff as U+10FEFF, SARIF the byte itself, and text its number (Docs/ci.md).
  @Test func reports() throws {
    try Places.withScratchFolder { folder in
      let script = #"cd "$1"; n="$(printf 'n\377me')"; cp "$2" "$n"; "$3" check --format $4 "$n""#
      for (format, name) in [
        ("json", #""image":"n\udbff\udeffme""#), ("sarif", "\"n%FFme\""), ("text", "n\\377me: "),
      ] {
        let result = try Command.run(
          ["sh", "-c", script, "sh", folder, try DebianImages.hvmloader(), Places.pvkit, format])
        #expect(result.output.contains(name), "\(format): \(result.output.prefix(400))")
        #expect(!result.output.contains("%F4"))
      }
    }
  }

  @Test func trees() throws {
    let lines = try run(
      """
      for c in lock apply status revert; do
        "$P" patch $c --kit "$d/kit" "$d/tree" >/dev/null; echo $c $?
      done
      "$P" patch export --kit "$d/kit" --quilt "$d/out/series" "$d/tree" >/dev/null; echo export $?
      "$P" patch new --kit "$d/kit" g mine >/dev/null; echo new $?
      "$P" generate headers --only sched --tree "$d/out/tree"; echo generate $?
      cat "$d/tree/kernel/a.c" "$d/kit/releases/2.6.18.lock" | head -n 1
      """)
    let ends = ["lock", "apply", "status", "revert", "export", "new", "generate"].map { $0 + " 0" }
    #expect(lines == Array(repeating: ends + ["int one;"], count: 3).flatMap { $0 })
  }

  @Test func headers() throws {
    let lines = try run(
      """
      "$P" abi verify --arch x86_64 "$d/headers" | tail -n 1
      """)
    let compared = "  1 structure, 2 members and 0 constants compared; 0 findings"
    #expect(lines == [compared, compared, compared])
  }

  /// No name of a file reaches QEMU's command line, which splits at blanks and commas.
  @Test func boots() throws {
    let lines = try run(
      """
      "$P" generate guest "$d/guest" && make -s -C "$d/guest" >/dev/null
      "$P" boot --timeout 300 "$d/guest/guest.elf" >/dev/null 2>&1; echo $?
      """)
    #expect(lines == ["0", "0", "0"])
  }
}
