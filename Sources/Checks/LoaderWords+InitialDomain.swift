// SPDX-License-Identifier: Apache-2.0

/// What Xen prints on its console if it cannot build dom0: setup.c, dom0_build.c, and in older
/// releases domain_build.c, of arch/x86.
extension LoaderWords {
  static let initialDomain = refusals + builders + machines + bootLoaders

  /// The rules on all that makes the builder of dom0 refuse a kernel, PV or PVH.
  private static let causes: [any Rule.Type] =
    kinds + readings + [
      Dom0Feature.self, FeatureRequired.self, FeatureUnknown.self, HypercallPage.self,
      PrivateArea.self, LinkAddress.self, SegmentTruncated.self, SegmentSizes.self,
      PayloadProtocol.self, CodecReaders.self, Phys32Entry.self, Phys32Missing.self,
    ]

  /// The rules on what makes the builder of a PVH dom0 refuse a kernel, from the compressed payload
  /// to the copy of the segments (pvh_load_kernel, arch/x86/hvm/dom0_build.c@4.22).
  private static let causesOfPVH: [any Rule.Type] =
    [
      PayloadProtocol.self, CodecReaders.self, MachineClass.self, Phys32Missing.self,
      Phys32Entry.self, Dom0Feature.self, FeatureRequired.self, FeatureUnknown.self,
      SegmentTruncated.self, SegmentSizes.self, LinkAddress.self,
    ] + readings

  /// The last words, after a message that has the reason.
  private static let refusals = [
    LoaderWords(
      ["could not set up dom0 guest os", "could not construct domain", "could not construct d"],
      causes,
      meaning: """
        Xen's builder of dom0 refused the kernel, and Xen stops; the line of its console before the panic has \
        the reason, and `pvkit check --role dom0` finds it without a boot (releases before 4.14 say "Could not \
        set up DOM0 guest OS", later ones "Could not construct domain 0" or "Could not construct d0")
        """, isVague: true),
    LoaderWords(
      ["failed to load dom0 kernel"], causesOfPVH,
      meaning: """
        Xen's builder of a PVH dom0 could not load the kernel: unpack it, read its ELF headers and notes, \
        find PHYS32_ENTRY, or copy its segments; the line before it has the reason, and \
        `pvkit check --role dom0` finds it without a boot
        """, isVague: true),
    LoaderWords(
      ["cannot (re-)build domain"], causes,
      meaning: """
        libxl could not build the domain; the line of xc (xc: error: panic) before it has the reason, and \
        `pvkit check --role domU` finds it without a boot
        """, isVague: true),
  ]

  /// Steps of the builders.
  private static let builders = [
    LoaderWords(
      ["unable to init elf"], [MachineClass.self, CodecReaders.self, SegmentTruncated.self]),
    LoaderWords(["unable to parse kernel for elfnotes"], readings),
    LoaderWords(
      ["error trying to detect bz compressed kernel"], [PayloadProtocol.self, CodecReaders.self]),
    LoaderWords(
      ["building a pvhv2 dom0 is not yet supported", "kernel does not support pvh mode"],
      [Phys32Missing.self],
      meaning: """
        this release of Xen builds no dom0 of today's PVH mode, which came with 4.11; boot a later release, or \
        leave dom0=pvh out of Xen's command line
        """),
    LoaderWords(
      [
        "failed to setup dom0", "unable to setup dom0", "unable to setup permissions",
        "unable to copy", "failed to populate memory", "failed to identity map",
        "unable to allocate memory for", "unable to find a memory region", "unable to find memory",
        "identity page tables", "vm86 tss area", "failed to map acpi region",
      ],
      meaning: """
        Xen accepted the kernel, and could not build the PVH dom0 around it: its memory, vCPUs or ACPI tables; \
        give it more memory (dom0_mem= on Xen's command line), or boot it as PV (without dom0=pvh)
        """),
  ]

  /// Failures before Xen has read the kernel.
  private static let machines = [
    LoaderWords(
      ["error creating d", "error allocating domain id", "error allocating cmdline buffer"],
      meaning: """
        Xen could not create the domain, before it read the kernel: too little free memory, or options of \
        Xen's command line that the machine cannot satisfy (dom0_max_vcpus=, dom0=); another kernel does not help
        """),
    LoaderWords(
      ["neither hap nor shadow available"],
      meaning: """
        the processor or this build of Xen has neither hardware-assisted nor shadow paging, which a PVH dom0 \
        needs; boot it as PV (without dom0=pvh), or enable virtualization in the firmware
        """),
    LoaderWords(
      ["no guest interface available"],
      meaning: """
        Xen was built without guests of the mode that dom0= selects (CONFIG_PV, CONFIG_HVM); build it with \
        them, or select the other mode
        """),
  ]

  /// What the boot loader has to pass.
  private static let bootLoaders = [
    LoaderWords(
      ["dom0 kernel not specified", "missing kernel boot module"],
      meaning: """
        the boot loader gave Xen no kernel: its entry needs a second line, with the kernel as a module \
        (GRUB: module2, before the one with the initrd)
        """),
    LoaderWords(
      ["bootloader provided no memory information", "bootloader didn't honor module alignment"],
      meaning: """
        the boot loader did not start Xen as the Multiboot protocol asks; start Xen by multiboot2 and module2 \
        of a current GRUB, or as an EFI application
        """),
  ]
}
