// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

enum HypercallsProse {
  static let head = """
    A hypercall is to a guest's kernel what a system call is to a program. Its number stands in
    `eax`, its arguments in registers ([how a guest enters Xen](README.md#how-a-guest-enters-xen));
    the result is zero or positive, or the negative number of an [error](errno.h.md). Many calls
    bundle operations: their first argument is a command, the second points to its structure.

    Numbers are not reused. A call that got a new form got a new number, and the old one goes on as
    `…_compat`, so that a kernel keeps what it was compiled with.
    """

  static let handlers = """
    The last four columns say who answers in Xen \(Hypercall.described), by kind of guest: `do` the
    native handler, `compat` one that translates the structures of a 32-bit guest, `hvm` one for
    guests in an HVM container, PVH included, `-` nobody (the call gives -ENOSYS). Arguments are
    those of \(Hypercall.described) too. Names are without their prefix `__HYPERVISOR_`.
    """
}

enum NotesProse {
  static let head = """
    By these notes a kernel tells the loader what it is and where it wants to be. Each bears the
    owner `Xen` and lies in a PT_NOTE segment, or else in a section of notes; where there are none,
    the legacy string in the section `__xen_guest` counts, for PV only.

    A number may have 1, 2, 4 or 8 bytes; of any other size the loader reads 0 without a word. A PV
    kernel must bear XEN_VERSION, beginning with `xen-3.0`, and either LOADER `generic` or a
    GUEST_OS that begins with `linux`; ENTRY, VIRT_BASE and HYPERCALL_PAGE have defaults that few
    kernels can use. PVH is offered by PHYS32_ENTRY alone. `pvkit notes` shows a kernel's own notes,
    `pvkit check` what loaders make of them.
    """

  static let legacy = """
    ## The legacy string

    Before notes, in 3.0.2 and earlier, a kernel carried one string in the section `__xen_guest`:
    `KEY=VALUE`, divided by commas. Its keys are GUEST_OS, GUEST_VER, XEN_VER, VIRT_BASE,
    VIRT_ENTRY, ELF_PADDR_OFFSET, HYPERCALL_PAGE (the number of a page, counted from VIRT_BASE),
    FEATURES, PAE, LOADER and BSD_SYMTAB. Loaders still read it.
    """
}

enum FeaturesProse {
  static let head = """
    A feature is a bit on which Xen and a guest agree. The guest says in its FEATURES note (or in
    SUPPORTED_FEATURES, as bits) what it can live with and, with `!` before the name, what it
    cannot live without; Xen says in `XENVER_get_features` what holds. Loaders know only the names
    in the third column: of any other they take no notice, and with `!` they refuse the kernel.
    """

  static let foot = """
    Each call of [`XENVER_get_features`](hypercalls.md#17-xen_version) reads 32 of the bits, its
    `submap_idx` the first: see [`xen_feature_info`](version.h.md#xen_feature_info).
    """
}

enum InterfaceVersionsProse {
  static let head = """
    The headers of a release hold more than one shape of the interface. A guest picks one by
    defining `__XEN_INTERFACE_VERSION__` before it includes them: the headers then declare what
    that version had, under the names of that time. Undefined means 0, the oldest shape; a value
    above the release's own latest is an error at compile time.

    This concerns sources only. The hypervisor never learns of the value, and answers all shapes
    at once: that is why a number or an offset, once given out, stays.

    The layouts and names of these pages are those of each release's latest version.
    """
}

enum HistoryProse {
  static let head = """
    What came, changed and went, from each release's headers to the next ones', at their latest
    [interface version](interface-versions.md). A change is breaking, and bold,
    when a guest that was built for the release before reads or writes wrong bytes by it: a member
    that moved, was resized, cut otherwise or removed. Growth at the end and use of what was padding
    break nothing. Offsets are x86_64's where both architectures changed.

    Some breaks are breaks of sources only: the headers moved on, while the hypervisor goes on
    answering the older shape. [Interface versions](interface-versions.md) say which.
    """
}
