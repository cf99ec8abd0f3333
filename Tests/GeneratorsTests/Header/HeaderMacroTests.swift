// SPDX-License-Identifier: Apache-2.0

import Commands
import Generators
import HypervisorABI
import Testing

@testable import pvkit_docs

@Suite struct HeaderMacroTests {
  private func withTree<R>(
    _ description: HeaderDescription, _ body: (_ folder: String) throws -> R
  ) throws -> R {
    try Places.withScratchFolder { folder in
      try TreeWriter(directory: folder + "/xen").write(Generate.headerTree(description))
      return try body(folder)
    }
  }

  /// Both ends of a ring, and each helper, on Xen's headers and on these.
  @Test(arguments: Compiler.allCases, ["-m32", "-m64"])
  func ringsRunAsWithXensHeaders(compiler: Compiler, width: String) throws {
    for program in [MacroProgram.rings, .flexRings] {
      let theirs = try program.output(compiler, [width, "-O2"])
      #expect(program.lines.allSatisfy { theirs.contains($0) })
      try withTree(HeaderDescription(.standard)) { folder in
        for optimization in ["-O0", "-O2", "-O3"] {
          let ours = try program.output(compiler, [width, optimization, "-I", folder])
          #expect(ours == theirs, "\(program.name)")
        }
      }
    }
  }

  private static let ring = """
    #define xen_mb() __sync_synchronize()
    #define xen_wmb() __sync_synchronize()
    #define mb() __sync_synchronize()
    #define rmb() __sync_synchronize()
    #define wmb() __sync_synchronize()
    #include <xen/io/blkif.h>
    struct question { uint64_t id; };
    DEFINE_RING_TYPES(own, struct question, struct question);
    DEFINE_XEN_FLEX_RING_AND_INTF(bytes);
    int push(own_front_ring_t *front, blkif_back_ring_t *back, own_sring_t *page);
    int push(own_front_ring_t *front, blkif_back_ring_t *back, own_sring_t *page)
    {
    \tint first, second;
    \tXEN_FRONT_RING_INIT(front, page, 4096);
    \tRING_GET_REQUEST(front, front->req_prod_pvt++)->id = 1;
    \tRING_PUSH_REQUESTS_AND_CHECK_NOTIFY(front, first);
    \tRING_FINAL_CHECK_FOR_REQUESTS(back, second);
    \treturn first | second;
    }

    """

  /// In every release, of the block device's header alone, in the oldest C.
  @Test(arguments: XenRelease.modelled) func everyReleaseHasThem(release: XenRelease) throws {
    let description = HeaderDescription(InterfaceView(release), only: ["io/blkif.h"])
    try withTree(description) { folder in
      for compiler in Compiler.allCases {
        for width in ["-m32", "-m64"] {
          let complaint = try compiler.complaint(
            about: Self.ring, ["-std=c89", width, "-I", folder])
          #expect(complaint == nil, "\(complaint ?? "")")
        }
      }
    }
  }

  @Test func theOneHeaderHasThemToo() throws {
    let source = Self.ring.replacing("#include <xen/io/blkif.h>\n", with: Generate.header().text)
    let complaint = try Compiler.gcc.complaint(about: source, ["-m64"])
    #expect(complaint == nil, "\(complaint ?? "")")
  }

  @Test func assemblyHasThePrefix() throws {
    let source = Generate.header().text + "\tXEN_CPUID\n"
    let command = ["gcc", "-c", "-x", "assembler-with-cpp", "-", "-o", "/dev/null"]
    let result = try Command.run(command, input: Array(source.utf8))
    #expect(result.status == 0, "\(result.errors)")
  }

  /// Each header defines every macro that Xen's header of that name does, but for the excluded.
  @Test(arguments: Architecture.allCases) func noMacroIsMissing(on architecture: Architecture)
    throws
  {
    let files = Generate.headerTree(HeaderDescription(.standard)).map(\.path)
    let other = architecture == .i386 ? "64" : "32"
    let headers = try files.filter {
      guard !$0.hasSuffix("_\(other).h") else { return false }
      return try Command.run(["test", "-f", DefinedNames.directory + $0]).status == 0
    }
    #expect(headers.count > 50)
    let known = try DefinedNames(headers: headers).byHeader.values.reduce(into: Set<String>()) {
      $0.formUnion($1)
    }
    // A structure of ours may be a macro of theirs.
    let structures = Structure.all.map(\.name)
    try withTree(HeaderDescription(.standard)) { folder in
      for header in headers {
        let theirs = try macros(of: header, on: architecture, []).intersection(known)
          .subtracting(structures)
        let ours = try macros(of: header, on: architecture, ["-I", folder])
        #expect(!theirs.isEmpty, "\(header)")
        let missing = theirs.subtracting(ours).filter { Exclusion.of(name: $0) == nil }
        #expect(missing.isEmpty, "\(header): \(missing.sorted().joined(separator: " "))")
      }
    }
  }

  private func macros(
    of header: String, on architecture: Architecture, _ options: [String]
  ) throws -> Set<String> {
    let version = "0x" + String(XenRelease.standard.interfaceVersion ?? 0, radix: 16)
    let source =
      "#define __XEN_INTERFACE_VERSION__ \(version)\n#include <stdint.h>\n"
      + "#include <xen/xen.h>\n#include <xen/\(header)>\n"
    let width = architecture == .i386 ? "-m32" : "-m64"
    let result = try Command.run(
      ["gcc", width, "-E", "-dM", "-x", "c", "-"] + options, input: Array(source.utf8))
    #expect(result.status == 0, "\(result.errors)")
    return Set(result.output.matches(of: /(?m)^#define (\w+)/).map { String($0.1) })
  }
}
