// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// A kind of source tree, and its place for Xen's public headers.
struct HeaderFlavour: Sendable {
  /// The name in messages.
  let name: String
  /// The directory of xen.h, relative to the top of the tree.
  let interface: String
  /// The directory by which the tree's own sources include it.
  let mount: String
  /// For each architecture, files or directories of which one must exist.
  let marks: [Architecture: [String]]
  /// Further directories that the headers include, by architecture: the name by which they are
  /// included, and the places where the releases of such a tree have them.
  let links: [Architecture: [String: [String]]]
  /// Files that state the interface version of the tree. If there are none, it is the latest
  /// version that the headers know.
  let versionFiles: [String]

  /// All kinds, the more specific ones first.
  static let all = [xenLinux, linux, patchedBesideMainline, patched, miniOs, xen, directory]

  /// Linux patched by XenSource, SUSE or a hosting company, from 2.6.16 on.
  private static let xenLinux = HeaderFlavour(
    name: "XenLinux", interface: "include/xen/interface", mount: "xen/interface",
    marks: [
      .i386: ["include/asm-i386/mach-xen"] + xenLinuxMarks,
      .x86_64: ["include/asm-x86_64/mach-xen"] + xenLinuxMarks,
    ], links: [:], versionFiles: ["drivers/xen/Kconfig"])

  private static let xenLinuxMarks = ["include/asm-x86/mach-xen", "arch/x86/include/mach-xen"]

  /// Linux since 2.6.23; for x86_64 since 2.6.27.
  private static let linux = HeaderFlavour(
    name: "Linux", interface: "include/xen/interface", mount: "xen/interface",
    marks: [
      .i386: [
        "arch/x86/include/asm/xen", "include/asm-x86/xen", "include/asm-i386/xen/interface.h",
      ],
      .x86_64: [
        "arch/x86/include/asm/xen/interface_64.h", "include/asm-x86/xen/interface_64.h",
      ],
    ],
    links: [
      .i386: linuxLinks(["arch/x86/include/asm", "include/asm-x86", "include/asm-i386"]),
      .x86_64: linuxLinks(["arch/x86/include/asm", "include/asm-x86"]),
    ], versionFiles: [])

  private static func linuxLinks(_ directories: [String]) -> [String: [String]] {
    [
      "asm/xen": directories.map { $0 + "/xen" },
      "asm/pvclock-abi.h": directories.map { $0 + "/pvclock-abi.h" },
    ]
  }

  /// A tree to which `pvkit patch apply` was applied, with a generated interface.
  private static let patched = HeaderFlavour(
    name: "Linux with pvkit's port", interface: "include/xen/interface", mount: "xen/interface",
    marks: [
      .i386: ["include/asm-i386/xen/hypervisor.h"],
      .x86_64: ["include/asm-x86_64/xen/hypervisor.h"],
    ], links: [:], versionFiles: [])

  /// The same where include/xen has mainline's headers for its guest of i386: 2.6.23; from 2.6.24
  /// on include/asm-x86/xen has some, too.
  private static let patchedBesideMainline = HeaderFlavour(
    name: patched.name, interface: "arch/x86_64/include/xen/interface", mount: patched.mount,
    marks: [
      .x86_64: [
        "include/asm-x86_64/xen/hypervisor.h", "arch/x86_64/include/asm/xen/hypervisor.h",
      ]
    ], links: [:], versionFiles: [])

  private static let miniOs = HeaderFlavour(
    name: "Mini-OS", interface: "include/xen", mount: "xen",
    marks: everywhere(["minios.mk", "include/mini-os", "include/gntmap.h"]), links: [:],
    versionFiles: ["Config.mk", "minios.mk"])

  private static let xen = HeaderFlavour(
    name: "Xen", interface: "xen/include/public", mount: "xen",
    marks: everywhere(["xen/include/public"]), links: [:], versionFiles: [])

  /// Xen's headers without a tree: /usr/include/xen, or the `public` directory of Xen's sources.
  private static let directory = HeaderFlavour(
    name: "Xen's headers", interface: ".", mount: "xen",
    marks: everywhere(["event_channel.h"]), links: [:],
    versionFiles: [])

  private static func everywhere(_ marks: [String]) -> [Architecture: [String]] {
    [.i386: marks, .x86_64: marks]
  }
}
