// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import Foundation
import PackageDescription

/// A C library of Debian's, described by Sources/SystemLibraries/NAME.
func system(_ name: String, pkgConfig: String? = nil, apt package: String) -> Target {
  .systemLibrary(
    name: name, path: "Sources/SystemLibraries/\(name)", pkgConfig: pkgConfig,
    providers: [.apt([package])])
}

/// Tests go through millions of instructions, which takes minutes unoptimized.
let optimized: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// Unicorn 2.1 or later, the processor of `pvkit run`: the prefix in PVKIT_UNICORN, or the wheel that
/// `make deps` unpacks. Nil where there is neither: then pvkit is built without that command's
/// engine, and says so.
let unicorn: String? = {
  let environment = Context.environment
  let cache = environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? "") + "/.cache"
  let prefix = environment["PVKIT_UNICORN"] ?? cache + "/pvkit/wheels/unicorn"
  let header = prefix + "/include/unicorn/unicorn.h"
  return FileManager.default.fileExists(atPath: header) ? prefix : nil
}()

/// What targets are compiled and linked with.
let unicornSettings: [SwiftSetting] =
  unicorn.map {
    [.define("UNICORN"), .unsafeFlags(["-Xcc", "-I\($0)/include"])]
  } ?? []
/// The archive by its path, where there is one: the system may have an older library of that name.
let unicornLinker: [LinkerSetting] =
  unicorn.map { prefix in
    let archive = prefix + "/lib/libunicorn.a"
    let flags =
      FileManager.default.fileExists(atPath: archive)
      ? ["-Xlinker", archive] : ["-L\(prefix)/lib", "-lunicorn"]
    return [.unsafeFlags(flags)]
  } ?? []

/// The commit, for `pvkit --version`: make passes it in. A tarball has it in commit.c itself.
let commit =
  (Context.environment["PVKIT_COMMIT"] ?? "").isEmpty
  ? [] : [CSetting.define("PVKIT_COMMIT", to: "\"\(Context.environment["PVKIT_COMMIT"]!)\"")]

/// Names of files as the system has them, and its errors.
let systemPackage: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")

let package = Package(
  name: "pvkit",
  products: [
    .executable(name: "pvkit", targets: ["pvkit"]),
    // What other programs may build on: Docs/library.md.
    .library(name: "HypervisorABI", targets: ["HypervisorABI"]),
    .library(name: "GuestImage", targets: ["GuestImage"]),
    .library(name: "Loaders", targets: ["Loaders"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
  ],
  targets: [
    // What is to be known before Swift's runtime starts.
    .target(name: "CStart"),
    // The floor: text, files, and the transactions by which everything is written. Imports nothing
    // of ours but that.
    .target(
      name: "Base",
      dependencies: ["CLinux", "CStart", systemPackage],
      cSettings: [.define("_GNU_SOURCE")]),
    .testTarget(name: "BaseTests", dependencies: ["Base", "Commands", systemPackage]),

    // The model of the hypervisor's ABI: imports nothing, and everything else looks numbers up in it.
    .target(name: "HypervisorABI"),
    .testTarget(
      name: "HypervisorABITests", dependencies: ["HypervisorABI"], exclude: ["Fixtures"]),

    // image -> facts -> loaders and rules -> findings -> report
    .target(
      name: "GuestImage",
      dependencies: [
        "Base", "HypervisorABI", "CArchive", "CElf", "CDeflate", "CBzip2", "CLzma", "CLzo",
        "CLz4", "CZlib", "CZstd", systemPackage,
      ], cSettings: [.define("_GNU_SOURCE")]),
    // debugging information, opened within bounds of memory
    .target(name: "DebugInfo", dependencies: ["GuestImage", "CElf", "CDw"]),
    .target(name: "Loaders", dependencies: ["Base", "HypervisorABI", "GuestImage", "CElf"]),
    .target(
      name: "Checks",
      dependencies: ["Base", "HypervisorABI", "GuestImage", "GuestCode", "Loaders", "CElf"]),
    // x86 instructions: how long each is, and what it is to a hypervisor. Imports nothing.
    .target(name: "Instructions", swiftSettings: optimized),
    .testTarget(
      name: "InstructionsTests",
      dependencies: ["Instructions", "GuestImage", "CElf", "CZydis", "Commands"],
      swiftSettings: optimized),
    // a kernel's code: what a PV guest cannot execute of it
    .target(
      name: "GuestCode",
      dependencies: [
        "Base", "HypervisorABI", "GuestImage", "DebugInfo", "Instructions", "CElf", "CDw",
      ],
      swiftSettings: optimized),
    .testTarget(
      name: "GuestCodeTests",
      dependencies: [
        "GuestCode", "GuestImage", "HypervisorABI", "Instructions", "HypervisorLab", "Commands",
        "FuzzTargets", "CElf",
      ],
      exclude: ["OnXen/guest.c"]),
    // a kernel's own view of the interface: BTF, DWARF, headers
    .target(
      name: "GuestTypes",
      dependencies: [
        "Base", "HypervisorABI", "GuestImage", "DebugInfo", "CElf", "CDw", "CDeflate",
        systemPackage,
      ]),
    .testTarget(
      name: "GuestTypesTests",
      dependencies: ["Base", "GuestTypes", "GuestImage", "HypervisorABI", "Commands"]),
    // two views of the interface laid side by side: a guest's and the model's, or two of either
    .target(name: "AbiComparison", dependencies: ["HypervisorABI", "GuestTypes"]),
    .testTarget(
      name: "AbiComparisonTests",
      dependencies: ["AbiComparison", "GuestTypes", "GuestImage", "HypervisorABI", "Commands"]),
    .target(
      name: "Reports",
      dependencies: [
        "Base", "HypervisorABI", "GuestImage", "GuestCode", "Instructions", "Loaders", "Checks",
        "GuestTypes", "AbiComparison",
        "PatchEngine", "Hypervisor",
      ]),

    // model -> pages of the reference
    .target(
      name: "AbiReference",
      dependencies: ["Base", "HypervisorABI", "AbiComparison", "GuestTypes", "Generators"]),
    .testTarget(
      name: "AbiReferenceTests",
      dependencies: ["AbiReference", "Base", "HypervisorABI", "Generators", "Commands"]),

    // model -> generators -> files
    .target(
      name: "Generators", dependencies: ["Base", "HypervisorABI", systemPackage],
      resources: ["Guest/Common", "Guest/Pv", "Guest/Hvm", "Guest/Early", "Header/Macros"].map {
        .embedInCode($0)
      },
      cSettings: [.define("_GNU_SOURCE")]),
    .testTarget(
      name: "GeneratorsTests",
      dependencies: [
        "Base", "HypervisorABI", "Generators", "GuestImage", "GuestTypes", "Loaders",
        "HypervisorLab",
        "CElf", "Commands", "CUnicorn", "pvkit-docs",
      ], exclude: ["probe.c", "rings.c", "flex_rings.c", "linux_probe.c"].map { "Header/\($0)" }),

    // entries of patches/ -> a kernel's source tree
    .target(
      name: "PatchEngine",
      dependencies: ["Base", "HypervisorABI", "Generators", "CNettle", systemPackage],
      cSettings: [.define("_GNU_SOURCE")]),
    .testTarget(name: "PatchEngineTests", dependencies: ["Base", "PatchEngine", "Commands"]),

    // Xen for one PV guest, played on an emulated processor
    .target(
      name: "Hypervisor",
      dependencies: [
        "Base", "HypervisorABI", "GuestImage", "Loaders", "Instructions", "GuestCode",
      ] + (unicorn == nil ? [] : ["CUnicorn"]),
      swiftSettings: optimized),

    .testTarget(
      name: "HypervisorTests",
      dependencies: [
        "Base", "Hypervisor", "HypervisorABI", "Loaders", "GuestImage", "Generators", "Commands",
      ], exclude: ["Seeded"]),

    // a real Xen under QEMU
    .target(name: "HypervisorLab", dependencies: ["Base", "HypervisorABI", "GuestImage", "CElf"]),
    .testTarget(
      name: "HypervisorLabTests",
      dependencies: ["HypervisorABI", "HypervisorLab", "Generators", "Commands"],
      exclude: ["Guest/guest.c"]),

    .target(name: "CVersion", cSettings: commit),
    // a tree and a kit -> built, booted in each role, and a proof
    .target(
      name: "KernelProof",
      dependencies: ["Base", "HypervisorABI", "PatchEngine", "HypervisorLab", systemPackage],
      cSettings: [.define("_GNU_SOURCE")]),
    .testTarget(
      name: "KernelProofTests",
      dependencies: ["HypervisorABI", "HypervisorLab", "KernelProof", "PatchEngine"]),
    .executableTarget(
      name: "pvkit",
      dependencies: [
        "Base", "CStart", "CVersion", "HypervisorABI", "GuestImage", "Loaders", "Checks", "Reports",
        "Generators",
        "AbiReference",
        "HypervisorLab", "GuestTypes", "AbiComparison", "PatchEngine", "GuestCode", "Hypervisor",
        "KernelProof",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // Writes what is derived from the sources: pages, explanations, manual pages, completions.
    .executableTarget(
      name: "pvkit-docs",
      dependencies: [
        "Base", "PatchEngine", "HypervisorABI", "Checks", "Generators", "AbiReference", "Commands",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .testTarget(
      name: "pvkit-docsTests",
      dependencies: ["pvkit-docs", "HypervisorABI", "Generators", "Commands"]),

    .testTarget(
      name: "GuestImageTests",
      dependencies: [
        "GuestImage", "HypervisorABI", "CElf", "CDeflate", "CBzip2", "CLzma", "CLzo",
        "CLz4", "CZstd", "Commands",
      ]),

    .target(
      name: "Commands", dependencies: ["Base", systemPackage], path: "Tests/Support/Commands"),
    .testTarget(
      name: "ChecksTests",
      dependencies: [
        "Base", "Checks", "GuestImage", "HypervisorABI", "Loaders", "CElf", "Commands",
        "TestGuests",
      ]),
    .testTarget(
      name: "pvkitTests",
      dependencies: [
        "pvkit", "Base", "Generators", "HypervisorABI", "Reports", "Commands", "GuestImage",
        "TestGuests",
      ]),

    .executableTarget(
      name: "Benchmarks", dependencies: ["Base", "CLzma", "GuestImage", "GuestTypes"],
      path: "Tests/Benchmarks", exclude: ["run"]),

    // Parsers that are fed any bytes: by the tests a fixed number of them, by `make fuzz` many.
    .target(
      name: "FuzzTargets",
      dependencies: [
        "Base", "GuestImage", "Loaders", "Checks", "GuestCode", "GuestTypes", "AbiComparison",
        "Reports", "Generators", "HypervisorLab", "PatchEngine", "Instructions", "HypervisorABI",
        "TestGuests", "CElf",
      ], path: "Tests/Support/FuzzTargets"),
    .testTarget(name: "FuzzTests", dependencies: ["FuzzTargets", "GuestImage", "Commands"]),

    .target(
      name: "TestGuests", dependencies: ["HypervisorABI", "CElf"], path: "Tests/Support/TestGuests"),
    .testTarget(
      name: "LoadersTests",
      dependencies: [
        "HypervisorABI", "GuestImage", "Loaders", "CElf", "CDeflate", "CBzip2", "CLzma", "CLz4",
        "CZstd",
        "Base", "Generators", "HypervisorLab", "Commands", "TestGuests",
      ], exclude: ["Releases/Vectors"]),

    // A disassembler to compare with; tests only.
    .systemLibrary(
      name: "CZydis", path: "Tests/Support/CZydis", providers: [.apt(["libzydis-dev"])]),
    // of the C library and the kernel's headers, what Swift's Glibc leaves out
    system("CLinux", apt: "libc6-dev"),
    system("CArchive", apt: "libarchive-dev"),
    system("CElf", pkgConfig: "libelf", apt: "libelf-dev"),
    system("CDw", pkgConfig: "libdw", apt: "libdw-dev"),
    system("CDeflate", apt: "libdeflate-dev"),
    system("CBzip2", apt: "libbz2-dev"),
    system("CLzma", pkgConfig: "liblzma", apt: "liblzma-dev"),
    system("CLzo", apt: "liblzo2-dev"),
    system("CLz4", pkgConfig: "liblz4", apt: "liblz4-dev"),
    .systemLibrary(name: "CUnicorn", path: "Sources/SystemLibraries/CUnicorn"),
    system("CNettle", pkgConfig: "nettle", apt: "nettle-dev"),
    system("CZlib", pkgConfig: "zlib", apt: "zlib1g-dev"),
    system("CZstd", pkgConfig: "libzstd", apt: "libzstd-dev"),
  ]
)

// libFuzzer's own main function is replaced by Tests/Fuzz, which only links when the compiler is told
// to instrument: `make fuzz` does both.
if Context.environment["PVKIT_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "Fuzz", dependencies: ["FuzzTargets"], path: "Tests/Fuzz",
      exclude: ["Corpus", "Regressions", "run", "seeds", "types.c"]))
}

// A module that imports another has to find the headers of all that this one imports.
var importers: Set = ["CUnicorn"]
for _ in package.targets {
  for target in package.targets {
    let names = target.dependencies.map {
      switch $0 {
      case .targetItem(let name, _), .byNameItem(let name, _): name
      default: ""
      }
    }
    if !importers.isDisjoint(with: names) { importers.insert(target.name) }
  }
}
for target in package.targets where target.type != .system && importers.contains(target.name) {
  target.swiftSettings = (target.swiftSettings ?? []) + unicornSettings
  target.linkerSettings = (target.linkerSettings ?? []) + unicornLinker
}
