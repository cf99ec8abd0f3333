// SPDX-License-Identifier: Apache-2.0

extension Subsystem {
  static let core = Subsystem(
    title: "The core",
    headers: [
      HeaderProse(
        "xen.h", "start, shared info, page tables",
        """
        A PV guest starts with its registers set and one pointer: `rsi` (`esi`) holds the address of
        `start_info`, a page that says how much memory there is, where the initial page tables and
        the table from pseudo-physical to machine frames lie, and which frames and event channels
        lead to the console and to xenstore.

        `shared_info` is the page that Xen and the guest write together for as long as the guest
        lives: a `vcpu_info` for each of the first 32 virtual CPUs, the bits of pending and masked
        event channels, and the wall clock. What changes often is guarded by a version: it is odd
        while Xen writes, so a reader takes the version, reads, and tries again when the version
        was odd or is another one by then.

        Page tables are the guest's, but only Xen may write them. `mmu_update` changes entries,
        `mmuext_op` pins tables, switches the base pointer and flushes; a `multicall_entry` bundles
        such calls into one entry of the hypervisor.
        """),
      HeaderProse(
        "arch-x86/xen.h", "what is x86's own",
        """
        The structures that every x86 guest shares, whatever its width: trap tables, the full
        context of a virtual CPU, and the architecture's part of `shared_info`. A
        `vcpu_guest_context` is what `VCPUOP_initialise` takes for a PV processor, and what a
        saved guest is restored from: the largest structure of the interface.

        `arch_shared_info` is where the guest tells Xen of its own frame table, so that the
        toolstack can save and migrate it: as a tree of frame lists, or from 4.6 on as one
        virtually mapped table.
        """),
      HeaderProse(
        "arch-x86/xen-x86_32.h", "32-bit guests",
        """
        Registers, segments and addresses of a 32-bit guest. Its kernel runs in ring 1, with
        segments that end below the hypervisor's own area at the top of the address space.
        Its number of a call is in `eax`, arguments in `ebx`, `ecx`, `edx`, `esi`, `edi`.
        """),
      HeaderProse(
        "arch-x86/xen-x86_64.h", "64-bit guests",
        """
        Registers, segments and addresses of a 64-bit guest. Its kernel runs in ring 3, as its
        programs do, and has page tables of its own; Xen switches between the two, and keeps the
        area from 0xffff800000000000 to 0xffff87ffffffffff for itself. The number of a call is in
        `rax`, arguments in `rdi`, `rsi`, `rdx`, `r10`, `r8`. The kernel leaves for its programs
        through the `iret` call with an `iret_context` on its stack.
        """),
      HeaderProse(
        "version.h", "which Xen this is",
        """
        The one call that needs no preparation, and therefore the first that most guests make.
        `XENVER_get_features` reads the [features](features.md) in words of 32 bits.
        """),
      HeaderProse(
        "features.h", "feature bits",
        "The bits themselves are on [a page of their own](features.md)."),
      HeaderProse(
        "elfnote.h", "ELF notes", "The notes themselves are on [a page of their own](notes.md)."),
      HeaderProse(
        "errno.h", "errors",
        """
        A call that fails returns the negative number of its error. The numbers are Linux's, on
        every guest, whatever the guest's own system calls `EAGAIN`.
        """),
      HeaderProse(
        "nmi.h", "non-maskable interrupts",
        """
        A guest registers one handler of NMIs per virtual CPU. The reasons of a hardware NMI
        reach the initial domain in `arch_shared_info.nmi_reason`.
        """),
    ])

  static let running = Subsystem(
    title: "Running: processors, time, events",
    headers: [
      HeaderProse(
        "sched.h", "yielding, sleeping, shutting down",
        """
        A processor that has nothing to do gives itself up: `SCHEDOP_block` until an event comes,
        `SCHEDOP_poll` until one of a few given ports is pending. A guest ends through
        `SCHEDOP_shutdown`, with a reason by which the toolstack restarts, destroys or saves it.
        """),
      HeaderProse(
        "vcpu.h", "virtual processors",
        """
        Processors beyond the first are described with `VCPUOP_initialise` and started with
        `VCPUOP_up`. A guest may move its `vcpu_info` and its run-state record into memory of its
        own, which it must for processors from the 33rd on, and has two timers per processor,
        a periodic one and one that fires once. All times are in nanoseconds of system time.
        """),
      HeaderProse(
        "event_channel.h", "event channels",
        """
        Events are the interrupts of a guest. A port is one bit; it is bound to a virtual
        interrupt (VIRQ), to a physical one, to another processor of the same guest (IPI), or to
        a port of another domain. In the layout of two levels, bits of `vcpu_info.evtchn_pending_sel`
        name words of `shared_info.evtchn_pending`, which bounds the ports to the square of the
        word's bits: 1024 or 4096. The FIFO layout (4.4) has queues by priority, and 131072 ports.
        """),
      HeaderProse(
        "callback.h", "entry points",
        """
        Where Xen enters a PV guest: for events, for a fault in returning to it, for `syscall`
        and `sysenter` of its programs, and for NMIs. On i386 a `xen_callback` is a segment and
        an offset, on x86_64 one address.
        """),
    ])

  static let memory = Subsystem(
    title: "Memory and sharing",
    headers: [
      HeaderProse(
        "memory.h", "memory of the guest",
        """
        Ballooning, exchange of frames and memory maps. A `xen_memory_reservation` names extents
        of a power of two of frames; the result counts how many of them were done, and a guest
        goes on from there. HVM and PVH guests place Xen's pages (`shared_info`, grant tables)
        into their physical memory with `XENMEM_add_to_physmap`.
        """),
      HeaderProse(
        "grant_table.h", "grants",
        """
        A guest lets another domain use one of its pages by an entry in its grant table; the
        entry's index, the reference, is all that travels. Whoever receives it maps the page or
        lets Xen copy from or to it. Entries of version 1 are 8 bytes with frames of 32 bits;
        those of version 2 (4.0) are 16, with full frames, parts of pages and grants that pass
        through a third domain. What is in use is marked by Xen in the entry's flags, which the
        guest must change atomically.
        """),
      HeaderProse(
        "physdev.h", "physical devices",
        """
        For the initial domain and for guests to which devices are passed: privileges of I/O
        ports, registers of I/O APICs, binding of pirqs, and the announcement of PCI devices.
        """),
      HeaderProse(
        "argo.h", "Argo",
        "Messages between domains through rings that the hypervisor itself writes into (4.12)."),
    ])
}
