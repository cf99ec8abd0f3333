// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestImage
import GuestTypes
import HypervisorABI
import Testing

/// The same types in every form in which compilers, linkers and distributions leave them.
@Suite struct DwarfFormsTests {
  private let source = """
    typedef unsigned int u32;
    struct evtchn_bind_virq { u32 vcpu, virq, port; char pad[64]; } b;
    struct xen_add_to_physmap { unsigned short domid, size; u32 space; unsigned long idx, gpfn; } a;
    enum { SCHEDOP_poll = 3 } e;
    struct filler { long a[64]; int b, c, d, e, f, g, h, i, j, k; } filler;
    void start(void) { a.domid = 1; b.port = e; filler.b = 1; }
    """

  /// Runs commands of a shell in a folder with `k.c`, and gives the types of what they make.
  private func types(
    _ commands: String, of file: String = "k"
  ) throws -> (types: any TypeSource, layout: TypeLayout?, constant: Int?) {
    try Places.withScratchFolder { folder in
      try run("cat > k.c", in: folder, input: source)
      try run(commands, in: folder)
      let types = try TypeSources.open(.image(GuestImage.open(path: folder + "/" + file)))
      let names: Set = ["evtchn_bind_virq", "xen_add_to_physmap"]
      let layouts = try types.layouts(of: names)
      #expect(layouts.count == 2)
      return (
        types, layouts["evtchn_bind_virq"],
        try types.constants(of: ["SCHEDOP_poll"])["SCHEDOP_poll"]
      )
    }
  }

  /// What it is refused with; empty when it is not.
  private func refusal(_ body: () throws -> Any) -> String {
    do { _ = try body() } catch { return "\(error)" }
    return ""
  }

  private func run(_ commands: String, in folder: String, input: String = "") throws {
    let result = try Command.run(
      ["sh", "-ec", "cd \(folder); \(commands)"], input: Array(input.utf8))
    guard result.status == 0 else { throw Refused(words: result.errors) }
  }

  private struct Refused: Error { let words: String }

  private static let link = "ld -e start -o k k.o"

  @Test(arguments: [
    "gcc -g -c k.c; \(link)", "clang -g -c k.c; \(link)", "gcc -g -m32 -c k.c; mv k.o k",
    "gcc -g -c k.c; \(link) --compress-debug-sections=zlib",
    "gcc -g -c k.c; \(link) --compress-debug-sections=zstd",
    "gcc -g -c k.c; \(link); objcopy --compress-debug-sections=zlib-gnu k",
    "gcc -g -gz -c k.c; mv k.o k", "gcc -g -gz -m32 -c k.c; mv k.o k",
    "gcc -g -c k.c; objcopy --compress-debug-sections=zstd k.o k",
    "gcc -gdwarf-4 -c k.c; objcopy --compress-debug-sections=zlib-gnu k.o k",
    "gcc -gdwarf-4 -gsplit-dwarf -c k.c; \(link)", "gcc -gdwarf-5 -gsplit-dwarf -c k.c; \(link)",
    "clang -gdwarf-5 -gsplit-dwarf -c k.c -o k.o; \(link)",
    "gcc -gdwarf-5 -gsplit-dwarf -gz -c k.c; \(link)",
    "gcc -g -c k.c; \(link) --build-id; objcopy --only-keep-debug k k.debug; strip k; objcopy --add-gnu-debuglink=k.debug k",
    "gcc -g -c k.c; \(link); objcopy --only-keep-debug k k.debug; strip k; mkdir .debug; objcopy --add-gnu-debuglink=k.debug k; mv k.debug .debug",
    "gcc -g -c k.c; \(link) --build-id; objcopy --only-keep-debug k k2; mv k2 k",
    "gcc -g -c k.c; \(link); dwz k",
  ])
  func areRead(commands: String) throws {
    let found = try types(commands)
    #expect(found.layout?.size == 76)
    #expect(found.layout?.members.map(\.name) == ["vcpu", "virq", "port", "pad[64]"])
    #expect(found.constant == 3)
    #expect(found.types.remarks.isEmpty)
  }

  /// The objects of split DWARF by themselves.
  @Test(arguments: [4, 5]) func aDwoFile(version: Int) throws {
    let found = try types(
      "gcc -gdwarf-\(version) -gsplit-dwarf -c k.c -o k.o", of: "k.dwo")
    #expect(found.layout?.size == 76)
  }

  /// What dwz moved to a file of its own counts for those that import it, and for no others.
  @Test func dwzsAlternateFile() throws {
    let commands = """
      for i in 1 2 3; do sed "s/ b;/ b$i;/; s/ a;/ a$i;/; s/ e;/ e$i;/; s/filler;/filler$i;/; s/a\\.domid/a$i.domid/; s/b\\.port/b$i.port/; s/filler\\.b/filler$i.b/; s/start/start$i/" k.c > u$i.c; gcc -g -c u$i.c; done
      gcc -g -c k.c
      echo 'struct xen_feature_info { unsigned submap_idx, submap; } f; void ff(void) { f.submap = 1; }' > f.c; gcc -g -c f.c
      ld -e start -o k k.o u?.o f.o; ld -e start -o other k.o u?.o; ld -e start -o third k.o u?.o f.o
      dwz -m common.debug -M common.debug k other third
      """
    let found = try types(commands)
    #expect(found.layout?.size == 76)
    try Places.withScratchFolder { folder in
      try run("cat > k.c", in: folder, input: source)
      try run(commands, in: folder)
      let other = try TypeSources.open(.image(GuestImage.open(path: folder + "/other")))
      #expect(try other.layouts(of: ["evtchn_bind_virq", "xen_feature_info"]).count == 1)
      try run("rm common.debug", in: folder)
      let words = refusal { try TypeSources.open(.image(GuestImage.open(path: folder + "/k"))) }
      #expect(words.contains("types are in") && words.contains("common.debug (dwz -m"))
    }
  }

  /// Named for what it is, and where the types are.
  @Test(arguments: [
    ("gcc -g -gsplit-dwarf -c k.c; \(link); rm k.dwo", "its types are in k.dwo (split DWARF"),
    (
      "gcc -g -gsplit-dwarf -c k.c; \(link); echo 'int other(int x) { return x; }' >> k.c; gcc -g -gsplit-dwarf -c k.c -o n.o; mv n.dwo k.dwo",
      "is from another build"
    ),
    // The object itself in the place of the file that it names, over and over.
    ("gcc -gdwarf-4 -gsplit-dwarf -c k.c; \(link); cp k k.dwo", "is from another build"),
    ("gcc -gdwarf-5 -gsplit-dwarf -c k.c; \(link); cp k k.dwo", "is from another build"),
    (
      "gcc -g -c k.c; \(link); objcopy --only-keep-debug k k.debug; strip k; objcopy --add-gnu-debuglink=k.debug k; rm k.debug",
      "its types are in k.debug (.gnu_debuglink)"
    ),
    (
      "gcc -g -gz -c k.c; \(link) --compress-debug-sections=zlib; printf '\\377' | dd of=k bs=1 seek=$(( $(readelf -SW k | sed -n 's/.* .debug_info *PROGBITS *[0-9a-f]* \\([0-9a-f]*\\).*/0x\\1/p') + 30 )) conv=notrunc 2>/dev/null",
      "its zlib stream is damaged"
    ),
  ])
  func isRefused(commands: String, words: String) throws {
    #expect(refusal { try types(commands) }.contains(words))
  }

  /// A driver's own copy, wherever it is linked.
  @Test(arguments: ["k.o d.o", "d.o k.o"]) func everyDefinition(order: String) throws {
    try Places.withScratchFolder { folder in
      try run("cat > k.c", in: folder, input: source)
      try run(
        """
        echo 'struct evtchn_bind_virq { unsigned virq, vcpu, port; } d; void drv(void) { d.port = 1; }' > d.c
        gcc -g -c k.c; gcc -g -c d.c; ld -e start -o k \(order); cp k btf; pahole -J btf
        objcopy --remove-section '.debug*' btf
        """, in: folder)
      for file in ["k", "btf"] {
        let image = try GuestImage.open(path: folder + "/" + file)
        let types = try TypeSources.open(.image(image))
        let all = try types.definitions(of: ["evtchn_bind_virq", "xen_add_to_physmap"])
        #expect(all["evtchn_bind_virq"]?.map(\.size).sorted() == [12, 76])
        #expect(all["xen_add_to_physmap"]?.count == 1)
      }
    }
  }
}
