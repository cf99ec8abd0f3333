// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Declarations that Xen's headers expect from a kernel or the C library: integer types and a few
/// macros. They use the compiler's built-in names, so that nothing outside the tree is needed.
enum HeaderPrelude {
  static func text(for tree: HeaderTree, on architecture: Architecture) -> String {
    let version = tree.interfaceVersion ?? "__XEN_LATEST_INTERFACE_VERSION__"
    return
      (["#define __XEN_INTERFACE_VERSION__ \(version)"] + configuration(architecture) + macros
      + errors + integers + others).joined(separator: "\n") + "\n"
  }

  /// The options of Linux for a Xen guest. PV on i386 always has PAE.
  private static func configuration(_ architecture: Architecture) -> [String] {
    let options =
      architecture == .i386
      ? ["X86", "X86_32", "X86_PAE", "XEN", "PARAVIRT"] : ["X86", "X86_64", "XEN", "PARAVIRT"]
    return options.map { "#define CONFIG_\($0) 1" }
  }

  private static let macros = [
    "#define NULL ((void *)0)",
    "#define offsetof __builtin_offsetof",
    "#define __packed __attribute__((packed))",
    "#define __aligned(bytes) __attribute__((aligned(bytes)))",
    "#define __user",
    "#define __iomem",
    "#define __force",
    "#define __bitwise",
    "#define __nonstring",
    "#define aligned_u64 __UINT64_TYPE__ __attribute__((aligned(8)))",
    "#define __BITMAP_WORDS(bits) (((bits) + 8 * sizeof(long) - 1) / (8 * sizeof(long)))",
    "#define DECLARE_BITMAP(name, bits) unsigned long name[__BITMAP_WORDS(bits)]",
  ]

  /// The error numbers without prefix, as xs_wire.h expects them. Xen's are those of Linux on x86.
  private static let errors = ConstantGroup.all.flatMap(\.constants)
    .filter { $0.name.hasPrefix("XEN_E") && !$0.name.hasPrefix("XEN_ELF") }
    .map { "#define \($0.name.dropFirst(4)) \($0.literal)" }

  private static let integers = [8, 16, 32, 64].flatMap { bits in
    ["INT", "UINT"].flatMap { kind in
      let (type, letter) = ("__\(kind)\(bits)_TYPE__", kind == "INT" ? "s" : "u")
      return [
        "typedef \(type) \(kind.lowercased())\(bits)_t;", "typedef \(type) \(letter)\(bits);",
        "typedef \(type) __\(letter)\(bits);",
      ]
    } + (bits > 8 ? ["typedef __UINT\(bits)_TYPE__ __le\(bits), __be\(bits);"] : [])
  }

  private static let others = [
    "typedef __SIZE_TYPE__ size_t;",
    "typedef __PTRDIFF_TYPE__ ssize_t;",
    "typedef __UINTPTR_TYPE__ uintptr_t;",
    "typedef __INTPTR_TYPE__ intptr_t;",
    "typedef _Bool bool;",
    "typedef unsigned long ulong;",
    "typedef unsigned int uint;",
  ]
}
