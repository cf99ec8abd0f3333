// SPDX-License-Identifier: Apache-2.0

/// What the model leaves out of Xen's headers, and why.
struct Exclusion {
  enum What { case header, name }

  let what: What
  /// A path or a name; a `*` at either end stands for anything.
  let pattern: String
  let reason: String

  func covers(_ text: String) -> Bool {
    if pattern.hasSuffix("*") { return text.hasPrefix(pattern.dropLast()) }
    if pattern.hasPrefix("*") { return text.hasSuffix(pattern.dropFirst()) }
    return text == pattern
  }

  static func of(header: String) -> Exclusion? {
    all.first { $0.what == .header && $0.covers(header) }
  }

  static func of(name: String) -> Exclusion? {
    all.first { $0.what == .name && $0.covers(name) }
  }

  static let all: [Exclusion] = [
    .init(what: .header, pattern: "arch-arm*", reason: "another architecture"),
    .init(what: .header, pattern: "foreign/*", reason: "other architectures, for the toolstack"),
    .init(what: .header, pattern: "domctl.h", reason: "for the toolstack alone"),
    .init(what: .header, pattern: "sysctl.h", reason: "for the toolstack alone"),
    .init(what: .header, pattern: "dom0_ops.h", reason: "old names of domctl.h and sysctl.h"),
    .init(what: .header, pattern: "vm_event.h", reason: "for introspection by the toolstack"),
    .init(what: .header, pattern: "hvm/save.h", reason: "the toolstack's format of saved guests"),
    .init(
      what: .header, pattern: "arch-x86/hvm/save.h",
      reason: "the toolstack's format of saved guests"),
    .init(what: .header, pattern: "device_tree_defs.h", reason: "Arm's device tree"),
    .init(what: .header, pattern: "xencomm.h", reason: "not for x86"),
    .init(what: .header, pattern: "sys/*", reason: "Linux's device files, no hypervisor interface"),
    .init(what: .header, pattern: "evtchn.h", reason: "Linux's device file"),
    .init(what: .header, pattern: "gntalloc.h", reason: "Linux's device file"),
    .init(what: .header, pattern: "gntdev.h", reason: "Linux's device file"),
    .init(what: .header, pattern: "privcmd.h", reason: "Linux's device file"),
    .init(
      what: .name, pattern: "__guest_handle_*",
      reason: "a handle to a type: a pointer in a structure"),
    .init(what: .name, pattern: "PRI*", reason: "a format of printf, for a type of the model"),
    .init(
      what: .name, pattern: "XEN_HAVE_*", reason: "tells one architecture's headers from another's"),
    .init(
      what: .name, pattern: "*_FLEX_ARRAY_DIM", reason: "how the compiler writes an open array"),
    .init(
      what: .name, pattern: "XEN_EMULATE_PREFIX", reason: "an assembler directive, not a value"),
    .init(what: .name, pattern: "XEN_CPUID", reason: "an assembler directive, not a value"),
    .init(
      what: .name, pattern: "machine_to_phys_mapping", reason: "a pointer, MACH2PHYS_VIRT_START"),
    .init(
      what: .name, pattern: "GNTTABOP_error_msgs", reason: "messages in English, for no interface"),
    .init(
      what: .name, pattern: "__XEN_LATEST_INTERFACE_VERSION__",
      reason: "in the model as the releases' interface versions"),
    .init(what: .name, pattern: "xen_wc_sec_hi", reason: "another name of shared_info's wc_sec_hi"),
    .init(
      what: .name, pattern: "xen_vga_console_info*", reason: "another name of dom0_vga_console_info"
    ),
    .init(what: .name, pattern: "blkif_vdev_t", reason: "another name of uint16_t"),
    .init(what: .name, pattern: "blkif_sector_t", reason: "another name of uint64_t"),
    .init(what: .name, pattern: "uint64_aligned_t", reason: "another name of uint64_t"),
    .init(what: .name, pattern: "hvmmem_type", reason: "the enumeration's own name"),
  ]
}
