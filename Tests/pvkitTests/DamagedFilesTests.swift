// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

/// What a directory or an archive contains and cannot be read is reported, not skipped.
@Suite struct DamagedFilesTests {
  /// Modules in `k`, whole ones and such as were cut off; the same in `k.tar`; and archives in `p`.
  private static let script = #"""
    cd "$1"; mkdir k p
    printf '%s\n' 'int init_module(void) { return 0; }' \
      'const char m[] __attribute__((section(".modinfo"))) = "license=GPL";' > m.c
    gcc -c m.c -o m.ko; xz -k m.ko; gzip -k m.ko; zstd -q m.ko
    for f in m.ko m.ko.xz m.ko.gz m.ko.zst; do
      n=$(stat -c %s $f); head -c $((n * 2 / 3)) $f > k/cut-$f
    done
    cp m.ko k/whole.ko; cp m.ko.xz k/whole.ko.xz
    : > k/empty.ko; head -c 5000 /dev/zero > k/zeros.ko; echo text > k/README.ko
    tar -cf k.tar k
    for c in xz zst bz2 gz; do tar -caf a.tar.$c m.c m.ko; head -c 50 a.tar.$c > p/cut.tar.$c; done
    : > p/empty.deb; echo '<html>' > p/text.rpm; head -c 5000 /dev/zero > p/initrd.img-6.1
    tar -cf p/none.tar -T /dev/null; tar -czf p/none.tar.gz -T /dev/null
    """#

  private static func withFiles(_ body: (_ folder: String) throws -> Void) throws {
    try Places.withScratchFolder { folder in
      let made = try Command.run(["sh", "-ec", script, "sh", folder])
      try #require(made.status == 0, "\(made.errors)")
      try body(folder)
    }
  }

  /// The images that could not be checked, without the name of the archive.
  private static func failures(_ command: String, _ path: String) throws -> Set<String> {
    let words = command.split(separator: " ").map(String.init)
    let result = try Command.run([Places.pvkit] + words + ["--format", "json", path])
    #expect(result.status == 3, "\(result.errors)")
    let one = try Command.run([Places.pvkit] + words + ["--format", "json", "--jobs", "1", path])
    #expect(one.output == result.output && one.errors == result.errors)
    let names = try result.objects().filter { $0["error"] != nil }.map {
      ($0["image"] as? String ?? "").replacing("k.tar(", with: "").replacing(")", with: "")
    }
    #expect(result.errors.split(separator: "\n").count == names.count, "\(result.errors)")
    return Set(names)
  }

  @Test(arguments: ["scan", "abi verify"], ["k", "k.tar"])
  func modules(command: String, place: String) throws {
    try Self.withFiles { folder in
      let wanted = ["m.ko", "m.ko.xz", "m.ko.gz", "m.ko.zst"].map { "k/cut-\($0)" }
      let failures = try Self.failures(command, "\(folder)/\(place)")
      #expect(failures == Set(wanted + ["k/empty.ko", "k/zeros.ko"]))
    }
  }

  @Test(arguments: ["check", "scan", "abi verify", "notes"]) func packages(command: String) throws {
    try Self.withFiles { folder in
      let wanted = ["xz", "zst", "bz2", "gz"].map { "p/cut.tar.\($0)" }
      let failures = try Self.failures(command, folder + "/p")
      #expect(failures == Set(wanted + ["p/empty.deb", "p/text.rpm", "p/initrd.img-6.1"]))
    }
  }

  /// Commands on kernels leave damaged modules to those that check modules, also in an archive.
  @Test(arguments: ["check", "notes"], ["k", "k.tar"])
  func modulesAmongKernels(command: String, place: String) throws {
    try Self.withFiles { folder in
      let result = try Command.run([Places.pvkit, command, "\(folder)/\(place)"])
      #expect(result.status == 3)
      #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
      #expect(result.errors.contains("contains no kernel image"), "\(result.errors)")
    }
  }
}
