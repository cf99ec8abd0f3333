// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestImage
import HypervisorABI

@testable import Generators

/// A program of one function for each shim, to be run in the emulator.
struct ShimProgram {
  struct CannotBuild: Error, CustomStringConvertible { let description: String }

  let shims: ShimDescription
  let compiler: Compiler
  let options: [String]
  /// Changes the generated header, to see whether that is noticed.
  var mutate: (String) -> String = { $0 }

  var calls: [ShimCall] { ShimCall.all(shims) }
  private var isAssembly: Bool { shims.style == .assembly }
  var hasBuilders: Bool { !isAssembly && !shims.includes.isEmpty }

  /// Where things are, in the order of the program's table.
  struct Places {
    let pool, marker, entry, page, iret, setup: UInt64
    let probes: [UInt64]
    let builders: [UInt64]
  }

  /// Words that are alive across each call, so that a register wrongly taken for kept shows.
  static let pool = (0..<12).map { UInt64(0x1234_5678_9abc_def1) &* UInt64($0 + 3) }

  /// Builds it and reads it.
  func built() throws -> (ElfFile, Places) {
    try Commands.Places.withScratchFolder { folder in
      let shimFile = Generate.shims(shims)
      let files = [
        GeneratedFile(path: "xen.h", text: Self.header),
        GeneratedFile(path: shimFile.path, text: mutate(shimFile.text)),
        Generate.entry(shims), GeneratedFile(path: "main.c", text: source),
      ]
      try TreeWriter(directory: folder + "/shims").write(files)
      let image = folder + "/shims/program.elf"
      let result = try Command.run(command(in: folder + "/shims", image))
      guard result.status == 0 else {
        throw CannotBuild(description: String(result.errors.prefix(1500)))
      }
      let elf = try GuestImage.open(path: image).elf.get()
      return (elf, try places(in: elf))
    }
  }

  private func command(in folder: String, _ image: String) -> [String] {
    let isWide = shims.caller.architecture == .x86_64
    let sources = ["main.c", "hypercall_entry.S"] + (isAssembly ? ["hypercalls.S"] : [])
    return [compiler.rawValue, isWide ? "-m64" : "-m32", "-Wall", "-Wextra", "-Werror"]
      + ["-std=" + (shims.style == .c11 ? "c11" : "gnu89"), "-ffreestanding", "-nostdlib"]
      + ["-static", "-fno-stack-protector", "-fno-asynchronous-unwind-tables"]
      + (isWide ? ["-mno-red-zone"] : []) + options
      + ["-Wl,-Ttext=0x101000", "-Wl,--build-id=none", "-Wl,-e,0", "-o", image]
      + sources.map { folder + "/" + $0 }
  }

  /// The little that shims need of xen.h.
  private static let header = """
    #include <stdint.h>
    typedef uint16_t domid_t;
    struct multicall_entry { unsigned long op; long result; unsigned long args[6]; };

    """

  private func places(in elf: ElfFile) throws -> Places {
    guard let section = elf.section(named: ".table"), let bytes = elf.contents(of: section) else {
      throw CannotBuild(description: "no table")
    }
    let size = UInt64(shims.caller.architecture.wordSize)
    let words = (0..<section.size / size).map { index -> UInt64 in
      size == 4
        ? UInt64(bytes.integer(at: index * size, as: UInt32.self) ?? 0)
        : bytes.integer(at: index * size) ?? 0
    }
    let rest = Array(words.dropFirst(6))
    return Places(
      pool: words[0], marker: words[1], entry: words[2], page: words[3], iret: words[4],
      setup: words[5], probes: Array(rest.prefix(calls.count)),
      builders: Array(rest.dropFirst(calls.count)))
  }
}

extension ShimProgram {
  private var source: String {
    let functions = calls.indices.map { "(unsigned long)probe_\($0),\n" }
    let builders = hasBuilders ? calls.indices.map { "(unsigned long)build_\($0),\n" } : []
    return """
      \(isAssembly ? assemblyDeclarations : "#include \"hypercall.h\"")
      \(hasBuilders ? "struct multicall_entry entry;" : "unsigned long entry;")
      volatile unsigned long pool[\(Self.pool.count)];
      unsigned long marker;
      #define MIX(value) mixed = mixed * 31 + (unsigned long)(value)
      extern char hypercall_page[] __attribute__((weak));
      extern char xen_iret[] __attribute__((weak));
      extern long xen_hypercall_setup() __attribute__((weak));
      \(calls.enumerated().map(probe).joined())
      \(hasBuilders ? calls.enumerated().map(builder).joined() : "")
      __attribute__((section(".table"), used)) unsigned long table[] = {
      (unsigned long)pool, (unsigned long)&marker, (unsigned long)&entry,
      (unsigned long)hypercall_page, (unsigned long)xen_iret, (unsigned long)xen_hypercall_setup,
      \(functions.joined())\(builders.joined())};

      """.replacing(
        usesPage ? "extern char hypercall_page[] __attribute__((weak));\n" : "\0", with: ""
      )
      .replacing(
        shims.caller.isHvm && !isAssembly
          ? "extern long xen_hypercall_setup() __attribute__((weak));\n" : "\0", with: "")
  }

  private var usesPage: Bool { shims.mechanism.step == .callPage && !isAssembly }

  private var assemblyDeclarations: String {
    "#include \"xen.h\"\n" + ShimWrappers(shims).forwardDeclarations
      + calls.map { "long HYPERVISOR_\($0.name)(\($0.prototype));\n" }.joined()
  }

  private func names(_ call: ShimCall) -> String {
    call.parameters.map(\.name).joined(separator: ", ")
  }

  private func probe(_ index: Int, _ call: ShimCall) -> String {
    let pool = Self.pool.indices
    let isNarrow = shims.caller.architecture == .i386
    let mixes = call.parameters.map { parameter in
      let high = isNarrow && parameter.type == "uint64_t"
      return "  MIX(\(parameter.name));\n" + (high ? "  MIX(\(parameter.name) >> 32);\n" : "")
    }
    return """
      long probe_\(index)(\(call.prototype));
      long probe_\(index)(\(call.prototype)) {
        unsigned long \(pool.map { "v\($0) = pool[\($0)]" }.joined(separator: ", "));
        unsigned long mixed;
        marker = 1;
        mixed = (unsigned long)HYPERVISOR_\(call.name)(\(names(call)));
        marker = 2;
      \(pool.map { "  MIX(v\($0));\n" }.joined())\(mixes.joined())  return (long)mixed;
      }

      """
  }

  private func builder(_ index: Int, _ call: ShimCall) -> String {
    let operands = ["&entry"] + call.parameters.map(\.name)
    let isItself = call.name == "multicall"
    return """
      void build_\(index)(\(call.prototype));
      void build_\(index)(\(call.prototype)) {
        \(isItself ? call.parameters.map { "(void)\($0.name);" }.joined()
          : "MULTI_\(call.name)(\(operands.joined(separator: ", ")));")
      }

      """
  }
}
