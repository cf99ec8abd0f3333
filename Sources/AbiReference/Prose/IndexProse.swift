// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

enum IndexProse {
  static let head = """
    The interface between a guest and the Xen hypervisor on x86: numbers, structures with their
    offsets, and the release that introduced each, from Xen \(XenRelease.modelled[0]) (2005) to
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

    A guest does not have to use these instructions itself. It reserves a page, and Xen fills it
    with the right stubs for this guest and this processor: the stub of a hypercall is at its number
    times \(HypercallPage.entrySize). A PV guest names the page in its note
    [HYPERCALL_PAGE](notes.md), and it is filled when the guest starts. An HVM or PVH guest looks for
    the signature `XenVMMXenVMM` in CPUID leaf 0x40000000 (or later leaves in steps of 0x100), reads
    the number of an MSR from EBX of the second leaf after it, and writes the page's physical
    address to that MSR.

    ![The hypercall page](hypercall-page.svg)

    A stub preserves `rcx` and `r11`, which `syscall` destroys; the registers of the arguments may
    be changed. `iret` is the target of a jump, not of a call. A hypercall that is preempted returns
    to its two-byte instruction and is executed again, with its arguments advanced. Hypercalls from
    ring 3 of an HVM guest give -EPERM.

    Before the page (up to 3.0.0), guests used `int 0x82` and `syscall` directly. They returned from
    traps to the kernel by `iret` or `iretq` and restored the event mask themselves; call 23 led to
    user mode (`switch_to_user`) or to virtual 8086 mode (`switch_vm86`) only.
    """

  static let starting = """
    ## How a guest starts

    - **PV**: the loader reads the [notes](notes.md), builds page tables, and enters at ENTRY with
      [`start_info`](xen.h.md#start_info) in `rsi` (`esi`). It gives the addresses of
      [`shared_info`](xen.h.md#shared_info), the [console](io-console.h.md) and
      [xenstore](io-xs_wire.h.md).
    - **PVH**: 32-bit protected mode without paging at PHYS32_ENTRY, with
      [`hvm_start_info`](arch-x86-hvm-start_info.h.md#hvm_start_info) in `ebx`.
    - Next, usually: [`xen_version`](hypercalls.md#17-xen_version) for the
      [features](features.md), [`set_trap_table`](hypercalls.md#0-set_trap_table) and
      [`callback_op`](hypercalls.md#30-callback_op) for entry points,
      [event channels](event_channel.h.md), and the devices that are listed in xenstore.
    """

  static let reading = """
    ## How to read the pictures

    A row is eight bytes; the number before it is the offset of its first byte. Boxes are members,
    with the alternatives of a union separated by `|`; hatched bytes are padding. `⋮` means more rows
    of the same member. i386 is on the left, x86_64 on the right; a single picture is for both. The
    pictures show Xen \(AbiReference.release), or the last release that has the structure. In the
    tables, a member without releases is in all of them.

    A 32-bit guest aligns 8-byte integers to 4 bytes and a 64-bit guest to 8: most differences
    between the columns come from that and from the width of `unsigned long`.
    """
}
