// SPDX-License-Identifier: Apache-2.0

/// A part of Xen's headers that the model leaves out, with the reason.
struct Exclusion {
  enum Kind { case header, name }

  let kind: Kind
  /// A path or a name; a `*` at either end matches anything.
  let pattern: String
  let reason: String

  func covers(_ text: String) -> Bool {
    if pattern.hasSuffix("*") { return text.hasPrefix(pattern.dropLast()) }
    if pattern.hasPrefix("*") { return text.hasSuffix(pattern.dropFirst()) }
    return text == pattern
  }

  static func of(header: String) -> Exclusion? {
    all.first { $0.kind == .header && $0.covers(header) }
  }

  static func of(name: String) -> Exclusion? {
    all.first { $0.kind == .name && $0.covers(name) }
  }

  static let all: [Exclusion] = [
    .init(kind: .header, pattern: "arch-arm*", reason: "another architecture"),
    .init(kind: .header, pattern: "foreign/*", reason: "other architectures, for the toolstack"),
    .init(kind: .header, pattern: "domctl.h", reason: "for the toolstack alone"),
    .init(kind: .header, pattern: "sysctl.h", reason: "for the toolstack alone"),
    .init(kind: .header, pattern: "dom0_ops.h", reason: "old names of domctl.h and sysctl.h"),
    .init(kind: .header, pattern: "vm_event.h", reason: "for introspection by the toolstack"),
    .init(kind: .header, pattern: "hvm/save.h", reason: "the toolstack's format of saved guests"),
    .init(
      kind: .header, pattern: "arch-x86/hvm/save.h",
      reason: "the toolstack's format of saved guests"),
    .init(kind: .header, pattern: "device_tree_defs.h", reason: "Arm's device tree"),
    .init(kind: .header, pattern: "xencomm.h", reason: "not for x86"),
    .init(kind: .header, pattern: "sys/*", reason: "Linux's device files, no hypervisor interface"),
    .init(kind: .header, pattern: "evtchn.h", reason: "Linux's device file"),
    .init(kind: .header, pattern: "gntalloc.h", reason: "Linux's device file"),
    .init(kind: .header, pattern: "gntdev.h", reason: "Linux's device file"),
    .init(kind: .header, pattern: "privcmd.h", reason: "Linux's device file"),
    .init(
      kind: .name, pattern: "__guest_handle_*",
      reason: "a handle to a type: a pointer in a structure"),
    .init(
      kind: .name, pattern: "XEN_HAVE_*", reason: "tells one architecture's headers from another's"),
    .init(
      kind: .name, pattern: "*_FLEX_ARRAY_DIM", reason: "how the compiler writes an open array"),
    .init(
      kind: .name, pattern: "GNTTABOP_error_msgs", reason: "messages in English, for no interface"),
    .init(kind: .name, pattern: "uint64_aligned_t", reason: "another name of uint64_t"),
    .init(
      kind: .name, pattern: "__RD*",
      reason: "a step of Xen's own in __CONST_RING_SIZE, which is in the headers"),
    .init(
      kind: .name, pattern: "RING_COPY_",
      reason: "a step of Xen's own in RING_COPY_REQUEST, which is in the headers"),
    .init(
      kind: .name, pattern: "__xen_mk_*",
      reason: "a step of Xen's own in xen_mk_ulong, which is in the headers"),
    .init(
      kind: .name, pattern: "___DEFINE_XEN_GUEST_HANDLE",
      reason: "a step of Xen's own in DEFINE_XEN_GUEST_HANDLE, which is in the headers"),
    .init(
      kind: .name, pattern: "PVDRIVERS_PRODUCT_LIST",
      reason: "who makes drivers, no interface: the model has not that header"),
    .init(kind: .name, pattern: "hvmmem_type", reason: "the enumeration's own name"),
  ]
}
