// SPDX-License-Identifier: Apache-2.0

/// A part of Xen's headers that the model leaves out, with the reason.
struct Exclusion {
  enum What { case header, name }

  let what: What
  /// A path or a name; a `*` at either end matches anything.
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
    .init(
      what: .name, pattern: "XEN_HAVE_*", reason: "tells one architecture's headers from another's"),
    .init(
      what: .name, pattern: "*_FLEX_ARRAY_DIM", reason: "how the compiler writes an open array"),
    .init(
      what: .name, pattern: "GNTTABOP_error_msgs", reason: "messages in English, for no interface"),
    .init(what: .name, pattern: "uint64_aligned_t", reason: "another name of uint64_t"),
    .init(
      what: .name, pattern: "__RD*",
      reason: "a step of Xen's own in __CONST_RING_SIZE, which is in the headers"),
    .init(
      what: .name, pattern: "RING_COPY_",
      reason: "a step of Xen's own in RING_COPY_REQUEST, which is in the headers"),
    .init(
      what: .name, pattern: "__xen_mk_*",
      reason: "a step of Xen's own in xen_mk_ulong, which is in the headers"),
    .init(
      what: .name, pattern: "___DEFINE_XEN_GUEST_HANDLE",
      reason: "a step of Xen's own in DEFINE_XEN_GUEST_HANDLE, which is in the headers"),
    .init(
      what: .name, pattern: "PVDRIVERS_PRODUCT_LIST",
      reason: "who makes drivers, no interface: the model has not that header"),
    .init(what: .name, pattern: "hvmmem_type", reason: "the enumeration's own name"),
  ]
}
