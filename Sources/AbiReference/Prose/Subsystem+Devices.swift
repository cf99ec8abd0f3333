// SPDX-License-Identifier: Apache-2.0

extension Subsystem {
  static let devices = Subsystem(
    title: "Paravirtual devices",
    headers: [
      HeaderProse(
        "io/ring.h", "shared rings",
        """
        Nearly all device protocols run over this ring: one granted page (or several), a header
        of 64 bytes with four indices, then a power of two of entries that hold a request and
        later the response in its place. Producers move their index after a barrier, and send an
        event only when the other side's `event` index asks for one.
        """),
      HeaderProse(
        "io/console.h", "console",
        """
        Two rings of characters in one page, whose frame and event channel `start_info` names.
        Indices run freely and are masked by the size of the ring.
        """),
      HeaderProse(
        "io/xs_wire.h", "xenstore",
        """
        The wire of xenstore, the tree of names and values by which devices are found: a message
        is an `xsd_sockmsg` and its payload, through two rings of 1024 bytes in the page that
        `start_info` names.
        """),
      HeaderProse(
        "io/xenbus.h", "states of a device",
        "Front and back end step through these states in xenstore until both are connected."),
      HeaderProse(
        "io/protocols.h", "names of protocols",
        """
        A ring's entries differ between 32 and 64 bits where they hold 8-byte integers, so a front
        end announces in xenstore which of the two it writes.
        """),
      HeaderProse(
        "io/blkif.h", "block devices",
        """
        A request names up to 11 segments of granted pages, in sectors of 512 bytes; the response
        carries the request's id. Its layout depends on the guest's width: 108 or 112 bytes.
        """),
      HeaderProse(
        "io/netif.h", "network devices",
        """
        One ring to send, one to receive. A packet may take several entries; between them stand
        extra entries for offloads. Responses of the receiving ring carry lengths or errors in
        `status`.
        """),
      HeaderProse(
        "io/fbif.h", "framebuffer",
        "A framebuffer in the guest's memory, and events about what of it changed."),
      HeaderProse(
        "io/kbdif.h", "keyboard, mouse, touch", "Events of input devices in a shared page."),
      HeaderProse(
        "io/pciif.h", "PCI devices",
        "Configuration space and error handling of devices that are passed to a guest."),
      HeaderProse("io/vscsiif.h", "SCSI devices", "Commands of SCSI through a shared ring."),
      HeaderProse("io/usbif.h", "USB", "Requests of USB through two shared rings."),
      HeaderProse("io/tpmif.h", "TPM", "Commands of a trusted platform module in shared pages."),
      HeaderProse("io/fsif.h", "file system", "A file system of another domain, until 4.x."),
      HeaderProse("io/libxenvchan.h", "vchan", "Streams between domains over granted pages."),
      HeaderProse("io/9pfs.h", "9P file systems", "Messages of 9P through rings of bytes."),
      HeaderProse("io/displif.h", "displays", "Display pipelines with buffers and page flips."),
      HeaderProse("io/sndif.h", "sound", "Streams of sound with shared buffers."),
      HeaderProse("io/cameraif.h", "cameras", "Video capture with shared buffers."),
      HeaderProse("io/pvcalls.h", "sockets", "Calls of sockets, answered by another domain."),
    ])

  static let hvm = Subsystem(
    title: "HVM and PVH",
    headers: [
      HeaderProse(
        "arch-x86/hvm/start_info.h", "start of a PVH guest",
        """
        A PVH guest starts at the address of its note PHYS32_ENTRY in 32-bit protected mode, with
        paging off, flat segments, and in `ebx` the physical address of `hvm_start_info`: the command line,
        the modules, the ACPI root table, and (version 1, 4.11) the memory map. All addresses in it
        are physical and 64 bits wide, so that it has one layout for both architectures.
        """),
      HeaderProse(
        "hvm/hvm_op.h", "operations on HVM guests",
        "Parameters, interrupts, memory types and views of memory of an HVM guest."),
      HeaderProse(
        "hvm/params.h", "parameters",
        "Numbers by which an HVM guest finds its console, xenstore and callback vector."),
      HeaderProse("hvm/hvm_vcpu.h", "processors", "The state of a processor that is started."),
      HeaderProse("hvm/ioreq.h", "I/O requests", "What Xen asks a device model to emulate."),
      HeaderProse("hvm/dm_op.h", "device models", "The narrow interface of device models (4.9)."),
      HeaderProse("hvm/save.h", "saved state", "Records of an HVM guest that is saved."),
      HeaderProse("arch-x86/hvm/save.h", "saved state of x86", "x86's records of a saved guest."),
      HeaderProse(
        "hvm/hvm_info_table.h", "table for firmware", "What the firmware learns of its guest."),
      HeaderProse("hvm/e820.h", "memory map", "Where the firmware finds the memory map."),
    ])

  static let control = Subsystem(
    title: "Control and measurement",
    headers: [
      HeaderProse(
        "platform.h", "the machine, for the initial domain",
        "Time, memory types, microcode, firmware and power states of the real machine."),
      HeaderProse("dom0_ops.h", "operations before platform_op", "The older form of call 7."),
      HeaderProse("kexec.h", "kexec", "Loading another kernel, for reboot and for crashes."),
      HeaderProse("xenoprof.h", "profiling", "OProfile's interface to the hypervisor."),
      HeaderProse("pmu.h", "performance counters", "Counters of the processor for guests (4.6)."),
      HeaderProse("arch-x86/pmu.h", "performance counters of x86", "x86's part of the counters."),
      HeaderProse("arch-x86/xen-mca.h", "machine checks", "Telemetry and injection of errors."),
      HeaderProse(
        "arch-x86/cpufeatureset.h", "features of the processor",
        """
        Numbers of the processor's features, as Xen counts them: the word of a set of features times
        32, plus the bit. They name bits of CPUID, and are no [features of Xen](features.md).
        """),
      HeaderProse("arch-x86/cpuid.h", "CPUID", "Leaves from 0x40000000 on, Xen's own."),
      HeaderProse("hypfs.h", "hypfs", "A tree of values of the hypervisor (4.14)."),
      HeaderProse("tmem.h", "transcendent memory", "Pages that are kept outside of the guest."),
      HeaderProse("trace.h", "tracing", "Records of the hypervisor's trace buffers."),
      HeaderProse("vm_event.h", "events of a guest", "What is reported to monitors of a guest."),
      HeaderProse("sysctl.h", "control of the host", "The toolstack's calls; no stable interface."),
      HeaderProse("domctl.h", "control of domains", "The toolstack's calls; no stable interface."),
      HeaderProse("xsm/flask_op.h", "FLASK", "Policies of the security module."),
    ])
}
