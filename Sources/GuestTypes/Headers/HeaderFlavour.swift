// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// A kind of source tree, and where it keeps its copy of Xen's interface.
struct HeaderFlavour: Sendable {
  /// As people call it.
  let name: String
  /// The folder that holds xen.h, below the tree's top.
  let interface: String
  /// What its own sources include it as.
  let mount: String
  /// It is of this kind, for that processor, when one of these is there too.
  let marks: [Architecture: [String]]
  /// More that the interface's headers include, by processor: what they call it, and the places
  /// where the releases of such a tree have kept it.
  let links: [Architecture: [String: [String]]]
  /// The files that state the interface version that the tree asks for; without one, the latest
  /// that its headers know.
  let versionFiles: [String]

  /// Those that say more come first.
  static let all = [xenLinux, linux, patched, miniOs, xen, folder]

  /// Linux patched by XenSource, SUSE or a hoster, from 2.6.16 on.
  private static let xenLinux = HeaderFlavour(
    name: "XenLinux", interface: "include/xen/interface", mount: "xen/interface",
    marks: [
      .i386: ["include/asm-i386/mach-xen"] + xenLinuxMarks,
      .x86_64: ["include/asm-x86_64/mach-xen"] + xenLinuxMarks,
    ], links: [:], versionFiles: ["drivers/xen/Kconfig"])

  private static let xenLinuxMarks = ["include/asm-x86/mach-xen", "arch/x86/include/mach-xen"]

  /// Linux from 2.6.23 on; for x86_64 from 2.6.27 on.
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

  private static func linuxLinks(_ folders: [String]) -> [String: [String]] {
    [
      "asm/xen": folders.map { $0 + "/xen" },
      "asm/pvclock-abi.h": folders.map { $0 + "/pvclock-abi.h" },
    ]
  }

  /// A tree that `pvkit patch apply` was on: the interface was generated.
  private static let patched = HeaderFlavour(
    name: "Linux with pvkit's port", interface: "include/xen/interface", mount: "xen/interface",
    marks: [
      .i386: ["include/asm-i386/xen/hypervisor.h"],
      .x86_64: ["include/asm-x86_64/xen/hypervisor.h"],
    ], links: [:], versionFiles: [])

  private static let miniOs = HeaderFlavour(
    name: "Mini-OS", interface: "include/xen", mount: "xen",
    marks: everywhere(["minios.mk", "include/mini-os", "include/gntmap.h"]), links: [:],
    versionFiles: ["Config.mk", "minios.mk"])

  private static let xen = HeaderFlavour(
    name: "Xen", interface: "xen/include/public", mount: "xen",
    marks: everywhere(["xen/include/public"]), links: [:], versionFiles: [])

  /// Xen's headers alone: /usr/include/xen, or the `public` of Xen's sources.
  private static let folder = HeaderFlavour(
    name: "Xen's headers", interface: ".", mount: "xen",
    marks: everywhere(["event_channel.h"]), links: [:],
    versionFiles: [])

  private static func everywhere(_ marks: [String]) -> [Architecture: [String]] {
    [.i386: marks, .x86_64: marks]
  }
}
