// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

enum IndexProse {
  static let head = """
    What a guest and the Xen hypervisor say to each other on x86: numbers, structures with their
    offsets, and the release that brought each, from Xen \(XenRelease.modelled[0]) (2006) to
    \(AbiReference.release). Layouts are tested against compiled headers. `pvkit abi` prints the
    same facts for any release; `pvkit abi doc` writes these pages.
    """

  static let entering = """
    ## How a guest enters Xen

    | guest | how | number, arguments, result |
    |--|--|--|
    | 64-bit PV | `syscall` from ring 3 | rax; rdi, rsi, rdx, r10, r8; rax |
    | 32-bit PV | `int 0x82` from ring 1 | eax; ebx, ecx, edx, esi, edi; eax |
    | HVM, PVH | `vmcall` (AMD: `vmmcall`) from ring 0 | by its mode, as above |

    A guest does not use these instructions itself. It sets a page aside, and Xen fills it with
    stubs that are right for this guest on this processor: the stub of a call lies at its number
    times \(HypercallPage.entrySize). A PV guest names the page in its note
    [HYPERCALL_PAGE](notes.md), and finds it filled. An HVM or PVH guest looks for the signature
    `XenVMMXenVMM` in CPUID leaf 0x40000000 (or further leaves in steps of 0x100), takes the
    number of an MSR from EBX of the second leaf after it, and writes the page's physical address
    to that MSR.

    ![The hypercall page](hypercall-page.svg)

    A stub keeps `rcx` and `r11`, which `syscall` destroys; the registers of arguments may come
    back changed. `iret` is jumped to, not called. A call that is preempted goes back onto its
    two-byte instruction and runs again, with its arguments moved on. Calls from ring 3 of an HVM guest
    give -EPERM.

    Before the page (up to 3.0.0), guests used `int 0x82` and `syscall` directly.
    """

  static let starting = """
    ## How a guest starts

    - **PV**: the loader reads the [notes](notes.md), builds page tables, and enters at ENTRY with
      [`start_info`](xen.h.md#start_info) in `rsi` (`esi`). From it lead the ways to
      [`shared_info`](xen.h.md#shared_info), the [console](io-console.h.md) and
      [xenstore](io-xs_wire.h.md).
    - **PVH**: 32-bit protected mode without paging at PHYS32_ENTRY, with
      [`hvm_start_info`](arch-x86-hvm-start_info.h.md#hvm_start_info) in `ebx`.
    - Then, mostly: [`xen_version`](hypercalls.md#17-xen_version) for the
      [features](features.md), [`set_trap_table`](hypercalls.md#0-set_trap_table) and
      [`callback_op`](hypercalls.md#30-callback_op) for entry points,
      [event channels](event_channel.h.md), and the devices that xenstore names.
    """

  static let reading = """
    ## How to read the pictures

    A row is eight bytes; the number before it is the offset of its first byte. Boxes are members,
    with the union's alternatives divided by `|`; hatched bytes are holes that the compiler leaves. `⋮`
    stands for more rows of the same member. i386 stands left, x86_64 right; one picture means that
    both are the same. Pictures are of Xen \(AbiReference.release), or of the last release that has
    the structure. In the tables, a member without releases is in all of them.

    A 32-bit guest aligns 8-byte integers to 4 bytes and a 64-bit guest to 8: most differences
    between the columns come from that and from the width of `unsigned long`.
    """
}
