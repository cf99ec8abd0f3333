// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The other definitions in Xen's headers: macros with arguments, alternative names, texts. They
/// are the same for every release, including what later releases added.
struct HeaderMacros {
  let view: InterfaceView

  /// The headers of devices whose rings are granted pages, for which the macros of `ring` are used.
  static let drivers = [
    "9pfs", "blkif", "cameraif", "displif", "fsif", "netif", "pvcalls", "sndif", "tpmif", "usbif",
    "vscsiif",
  ].map { "io/\($0).h" }
  static let ring = "io/ring.h"

  /// The declarations of byte rings in Xen's headers. The structures of the first two are in the
  /// model.
  private static let flexRings = [
    "io/9pfs.h": "XEN_FLEX_RING_FUNCTIONS(xen_9pfs)",
    "io/pvcalls.h": "XEN_FLEX_RING_FUNCTIONS(pvcalls)",
    "io/console.h": "#ifdef XEN_WANT_FLEX_CONSOLE_RING\nDEFINE_XEN_FLEX_RING(xencons);\n#endif",
  ]

  /// The headers that need the macros of `ring`.
  static var usersOfRing: Set<String> { Set(drivers).union(flexRings.keys) }

  /// The macros of a header; empty for most headers.
  func defines(of header: String) -> String {
    let plain = (Self.sources[header] ?? []).map(Self.body).joined(separator: "\n")
    let rows = MacroRow.all.filter { $0.header == header }.map(\.define).joined()
    let types = header == Self.ring ? barriers + RingTypes(view: view).macro : ""
    let emulation = header == EmulationMacros.header ? EmulationMacros.text : ""
    let text = types + plain + rows + flexRing(of: header) + emulation
    return text.isEmpty ? "" : "/* \(header): macros */\n" + text
  }

  /// The macros that are plain C in the directory `Macros`.
  private static let sources: [String: [[UInt8]]] = [
    ring: [PackageResources.ring_h, PackageResources.flex_ring_h],
    "xen.h": [PackageResources.xen_h],
    "arch-x86/xen.h": [PackageResources.arch_xen_h],
    "arch-x86/xen-mca.h": [PackageResources.xen_mca_h],
    "io/usbif.h": [PackageResources.usbif_h],
  ]

  /// A source without its first line, the license, which the generated header has already.
  private static func body(_ source: [UInt8]) -> String {
    let lines = String(decoding: source, as: UTF8.self).split(
      separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    return String(lines.last ?? "")
  }

  private func flexRing(of header: String) -> String {
    guard view.release >= XenRelease(4, 9), let ring = Self.flexRings[header] else { return "" }
    return HeaderText.ifC + ring + "\n" + HeaderText.endC
  }

  /// Definitions of the barriers for older guests, which use other names.
  private var barriers: String {
    let gate = InterfaceGate.all.first { $0.header == Self.ring }?.value ?? 0
    guard view.version < gate else { return "" }
    return ["mb", "rmb", "wmb"].map { "#ifndef xen_\($0)\n#define xen_\($0)() \($0)()\n#endif\n" }
      .joined()
  }
}
