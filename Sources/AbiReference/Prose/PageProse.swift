// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

enum HypercallsProse {
  static let head = """
    A hypercall is for a guest's kernel what a system call is for a program. Its number is in
    `eax`, its arguments are in registers ([how a guest enters Xen](README.md#how-a-guest-enters-xen));
    the result is zero or positive, or the negative number of an [error](errno.h.md). Many hypercalls
    combine several operations: the first argument is a command, the second points to its structure.

    Numbers are not reused. A hypercall that was redefined got a new number, and the old one remains
    as `…_compat`, so that old kernels continue to work.
    """

  static let handlers = """
    The last four columns show the handler in Xen \(Hypercall.described), by kind of guest: `do` is the
    native handler, `compat` translates the structures of a 32-bit guest, `hvm` is for guests in an
    HVM container, including PVH, and `-` means none (the call gives -ENOSYS). The arguments are also
    those of \(Hypercall.described). Names are without their prefix `__HYPERVISOR_`.
    """
}

enum NotesProse {
  static let head = """
    These notes tell the loader what a kernel is and where to load it. Each has the owner `Xen` and is
    in a PT_NOTE segment, or else in a section of notes; if there are none, the legacy string in the
    section `__xen_guest` is used, for PV only.

    A number may have 1, 2, 4 or 8 bytes; the loader silently reads any other size as 0. A PV kernel
    must have XEN_VERSION, beginning with `xen-3.0`, and either LOADER `generic` or a GUEST_OS that
    begins with `linux`; ENTRY, VIRT_BASE and HYPERCALL_PAGE have defaults that few kernels can use.
    PVH needs PHYS32_ENTRY alone. `pvkit notes` shows the notes of a kernel, `pvkit check` how loaders
    interpret them.
    """

  static let legacy = """
    ## The legacy string

    Before notes, in 3.0.0 and 3.0.2, a kernel carried one string in the section `__xen_guest`:
    `KEY=VALUE`, separated by commas. Its keys are GUEST_OS, GUEST_VER, XEN_VER, VIRT_BASE,
    VIRT_ENTRY, ELF_PADDR_OFFSET, HYPERCALL_PAGE (the number of a page, counted from VIRT_BASE),
    FEATURES, PAE, LOADER and BSD_SYMTAB. Loaders still read it.
    """
}

enum FeaturesProse {
  static let head = """
    A feature is a bit on which Xen and a guest agree. The guest declares in its FEATURES note (or in
    SUPPORTED_FEATURES, as bits) what it supports and, with `!` before the name, what it requires;
    Xen returns in `XENVER_get_features` what is in effect. Loaders know only the names in the third
    column: they ignore any other name, and refuse the kernel if it is marked with `!`.
    """

  static let foot = """
    Each call of [`XENVER_get_features`](hypercalls.md#17-xen_version) reads 32 of the bits, its
    `submap_idx` the first: see [`xen_feature_info`](version.h.md#xen_feature_info).
    """
}

enum InterfaceVersionsProse {
  static let head = """
    The headers of a release contain several versions of the interface. A guest selects one by
    defining `__XEN_INTERFACE_VERSION__` before it includes them: the headers then declare what
    that version had, with the names of that time. Undefined means 0, the oldest version; a value
    above the latest one of the release is an error at compile time.

    This concerns sources only. The hypervisor does not know the value and supports all versions at
    the same time: that is why a number or an offset, once defined, never changes.

    The layouts and names of these pages are those of each release's latest version.
    """
}

enum HistoryProse {
  static let head = """
    What was added, changed and removed from the headers of each release to those of the next one,
    at their latest [interface version](interface-versions.md). A change is breaking, and printed in
    bold, if a guest that was built for the earlier release reads or writes wrong bytes because of
    it: a member that was moved, resized, split differently or removed. Growth at the end and use of
    former padding break nothing. Offsets are those of x86_64 where both architectures changed.

    Some changes break only the sources: the headers changed, while the hypervisor still supports the
    older version. [Interface versions](interface-versions.md) says which.
    """
}

enum StoreKeysProse {
  static let head = """
    XenStore is a tree of keys with text as their values. A guest reaches it by the ring
    [`xenstore_domain_interface`](io-xs_wire.h.md#xenstore_domain_interface). Relative paths start in
    the domain's own directory, /local/domain/N. For each device there are two directories, the front
    end's (`device/vbd/51712`) and the back end's, whose path is in the front end's key `backend`. Each
    end writes into its own, watches the other's `state`, and goes from one
    [XenbusState](io-xenbus.h.md) to the next.

    `since` is the first release whose headers, drivers or toolstack have the key. The store has no
    version: who reads a key has to live without it.
    """
}
