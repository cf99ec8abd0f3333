// SPDX-License-Identifier: Apache-2.0

extension LoaderWords {
  /// All rows. If a message matches several rows, the meaning of the first one counts.
  static let all: [LoaderWords] =
    guests + domains + files + payloads + headers + notes + addresses + initialDomain

  /// The rules on what a loader reads.
  static let readings: [any Rule.Type] = [
    NotesMissing.self, NoteOwner.self, NoteNameSize.self, NoteSegment.self, NoteAlignmentLoss.self,
    NoteOverrun.self, NoteDescriptorSize.self, NoteStringEnd.self, NoteSignExtension.self,
    LegacyGuestString.self, LegacyKey.self, XenVersion.self, LoaderName.self, PvEntryMissing.self,
    VirtBaseMissing.self, EntryDefault.self, HeaderTables.self,
  ]

  /// The rules on the kinds of kernels that a processor or hypervisor runs.
  static let kinds: [any Rule.Type] = [
    Pv32Target.self, PaeMode.self, MachineClass.self, CodeUnread.self,
  ]

  /// Messages about the kind of guest.
  private static let guests = [
    LoaderWords(
      ["builds no such guests"],
      meaning: """
        this release of Xen builds no guests of this mode; choose a later release (--xen), or run \
        the kernel in another mode
        """),
    LoaderWords(
      ["the initial domain is pv or pvh"],
      meaning: "the initial domain is PV or PVH; use --role domU"),
    LoaderWords(
      ["elf image is not 32bit"], [Phys32Missing.self, Phys32Entry.self] + readings,
      meaning: """
        an ELF file without a PVH entry goes to the loader of HVM firmware, which accepts only \
        32-bit ones; it is not firmware: run it as PV or PVH, if it has their entries
        """),
    LoaderWords(
      ["taken for hvm firmware"], [Phys32Missing.self],
      meaning: "a 32-bit ELF file without a PVH entry is treated as HVM firmware (--mode hvm)"),
    LoaderWords(
      [
        "not capable of booting inside a hvm container", "no phys32_entry",
        "unable to find xen_elfnote_phys32_entry",
      ],
      [Phys32Missing.self, Phys32Entry.self]),
    LoaderWords(
      [
        "not supported by xen kernel, sorry", "config_pv32 missing",
        "mismatch between xen and dom0 kernel", "pae mode mismatch between xen and dom0",
        "failed to switch to compat", "not found (type", "image type",
      ], kinds),
    LoaderWords(
      ["does not match xen"], kinds),
    LoaderWords(
      ["it reads every file as one of 32 bits"], [EarlyGuest.self, MachineClass.self]),
    LoaderWords(
      [
        "does not support unprivileged", "autotranslate guests no longer supported",
        "supervisor-mode execution",
      ],
      [FeatureRequired.self]),
    LoaderWords(["does not support dom0 operation"], [Dom0Feature.self]),
    LoaderWords(
      ["unknown required feature", "unknown optional feature", "unknown feature"],
      [FeatureUnknown.self, FeatureRequired.self]),
  ]

  /// Messages about the domain's memory.
  private static let domains = [
    LoaderWords(
      [
        "too large (", "kernel too large", "phys2mach too large", "page tables too large",
        "not enough memory", "requires too much space", "not enough ram",
        "allocation is too small", "allocation too small", "lies outside the domain's memory",
        "the table of frames",
        "kernel image too large", ", the domain has", "out of memory",
        "reaches the last address", "no block found, no size given", "too close to end of memory",
      ],
      [LinkAddress.self, VirtBaseMissing.self, SegmentSizes.self],
      meaning: """
        the domain has too little memory for the kernel at its address; give it more (--memory)
        """)
  ]

  /// Messages about the file itself.
  private static let files = [
    LoaderWords(
      ["zero length file", "empty file cannot be mapped"],
      meaning: "the file is empty; get it again"),
    LoaderWords(
      ["file which is too large"],
      meaning: "the toolstack refuses files of more than 1 GiB; strip the kernel (strip -g)"),
    LoaderWords(
      ["taken for a multiboot binary"],
      meaning: "the file has a multiboot header, whose loader is tried first; remove that header"),
    LoaderWords(
      [
        "invalid bss_end_addr", "invalid header_addr", "invalid load_end_addr",
        "xen_bin_image_table",
      ],
      meaning:
        "the file's multiboot header (xen_bin_image_table) has addresses that do not agree; fix or remove it"
    ),
  ]

  /// Messages about the container of the kernel and its compression.
  private static let payloads = [
    LoaderWords(
      ["boot protocol too old", "cannot load bzimage", "is required"], [PayloadProtocol.self]),
    LoaderWords(
      ["this release refuses lz4"], [CodecReaders.self],
      meaning: """
        the payload is sound, but the LZ4 decoder of this release has a fault; pack it with gzip or xz, or \
        give the vmlinux
        """),
    LoaderWords(
      ["unknown compression format", "decompress support unavailable"], [CodecReaders.self]),
    LoaderWords(
      [
        "decompress", "inflate failed", "decoding failed", "stream is damaged", "stream ends early",
        "multi part input", "error reading kernel image", "bytes come out", "size at its end",
        "dictionary takes liblzma", "pack it with a smaller one", "twice the payload's length",
        "insufficient input data", "gzip is damaged", "could not read kernel image",
        "could not allocate memory for kernel image", "lz4", "match before the block",
        "beyond the block's end",
        "data corrupted", "is corrupt", "invalid header", "bad header", "unexpected eof",
        "this decoder takes", "knows lzma2", "but crc32", "by this xz decoder",
        "checksum of the gzip header", "built the toolstack without",
        "builds the toolstack without",
      ], [CodecReaders.self],
      meaning: """
        the payload cannot be unpacked: it is damaged, truncated, or packed in a way that this \
        loader does not know; get the file again, or give the vmlinux
        """),
    LoaderWords(
      ["payload offset overflow", "payload length overflow", "payload lies outside the file"],
      [PayloadProtocol.self], meaning: "the bzImage is truncated; get the file again"),
    LoaderWords(
      ["payload is not an elf file"], [PayloadProtocol.self, MachineClass.self],
      meaning: "the bzImage contains no ELF file; give the vmlinux that it was made from"),
  ]

  /// Messages about the ELF headers.
  private static let headers = [
    LoaderWords(
      [
        "crash:", "never ends", "reads outside", "writes outside", "go in a circle",
        "over and over",
      ],
      [SegmentTruncated.self, SegmentSizes.self, SegmentOverlap.self, HeaderTables.self],
      meaning:
        "the loader does not check what it reads and writes there; its behaviour is undefined"
    ),
    LoaderWords(
      ["not an elf", "not a valid elf", "unrecognized image format", "not have an elf header"],
      [PayloadProtocol.self, CodecReaders.self, SegmentTruncated.self]),
    LoaderWords(
      ["phdr overflow", "shdr overflow", "headers extend beyond end of image"],
      [SegmentTruncated.self, HeaderTables.self],
      meaning: """
        the table of program headers (phdr) or section headers (shdr) lies outside the file: most often the \
        file was cut off; get the whole file again
        """),
    LoaderWords(
      ["malformed elf image", "corrupted elf image", "out of range access"],
      [
        SegmentTruncated.self, SegmentSizes.self, NoteOverrun.self, HeaderTables.self,
        LegacyGuestString.self,
      ]),
    // The reason follows.
    LoaderWords(
      ["broken elf"],
      [SegmentTruncated.self, SegmentSizes.self, NoteOverrun.self, HeaderTables.self], isVague: true
    ),
    LoaderWords(
      ["elf program header", "program segments total to more"],
      [SegmentSizes.self, SegmentOverlap.self, HeaderTables.self]),
    LoaderWords(["excessively long string"], [NoteStringEnd.self, LegacyGuestString.self]),
    LoaderWords(["too many elf notes"], [NoteOverrun.self, NoteNameSize.self]),
    LoaderWords(
      ["far too many section headers", "invalid elf handle", "bad section header length"],
      [SegmentTruncated.self, HeaderTables.self]),
    // Releases before 4.0 find the section __xen_guest by its name.
    LoaderWords(
      ["no shstrtab", "no section-header", "strings table"],
      [LegacyGuestString.self, SegmentTruncated.self, HeaderTables.self]),
    LoaderWords(
      ["segment is empty", "is empty"], [SegmentSizes.self, DebugHalf.self]),
    LoaderWords(
      ["failed to load the kernel binary", "failed to load kernel"],
      [SegmentTruncated.self, SegmentSizes.self, LinkAddress.self, HeaderTables.self]),
    // libxl on a step of the domain builder that failed.
    LoaderWords(
      [
        "xc_dom_parse_image failed", "xc_dom_mem_init failed", "xc_dom_boot_mem_init failed",
        "xc_dom_build_image failed", "xc_dom_boot_image failed",
      ], [LoaderRefuses.self],
      meaning: """
        a step of the domain builder failed; the line of xc (xc: error: panic) before it has the reason, and \
        `pvkit check` what each loader says of the image
        """, isVague: true),
  ]

  /// Messages about the notes or the legacy string.
  private static let notes = [
    LoaderWords(
      [
        "no loader found", "not a xen-elf image", "'__xen_guest' section not found",
        "kernel is not a bzimage", "not a bzimage",
      ], readings),
    // xl prints this instead of the toolstack's message.
    LoaderWords(
      ["invalid kernel"],
      readings + kinds + [
        Phys32Entry.self, Phys32Missing.self, FeatureRequired.self, FeatureUnknown.self,
        PrivateArea.self, SegmentSizes.self,
        SegmentTruncated.self, PayloadProtocol.self, CodecReaders.self,
      ], isVague: true),
    LoaderWords(["not a xen-compatible elf image"], kinds + readings),
    LoaderWords(
      ["images built for xen v"], [XenVersion.self]),
    LoaderWords(
      ["images built for the generic loader"], readings),
    LoaderWords(["elf_paddr_offset"], [VirtBaseMissing.self]),
    LoaderWords(
      ["hypercall_init failed", "invalid hypercall_page", "hypercall_page"], [HypercallPage.self]),
  ]

  /// Messages about addresses.
  private static let addresses = [
    LoaderWords(
      ["start or entries are out of bounds", "is out of bounds"],
      [
        EntryDefault.self, EntryCode.self, VirtBaseMissing.self, LinkAddress.self,
        NoteDescriptorSize.self, NoteSignExtension.self, Phys32Missing.self, Phys32Entry.self,
        PvEntryMissing.self,
      ]),
    LoaderWords(
      ["overlaps with xen private area", "too high a hypervisor start"], [PrivateArea.self]),
    LoaderWords(
      [
        "init_p2m", "p->m table base is out of bounds", "p->m table overlaps initial mapping",
        "overlapping mappings",
      ], [AddressCanonical.self, PrivateArea.self]),
    LoaderWords(
      ["isn't page aligned", "to a page boundary", "too low", "pfn_to_ptr"],
      [LinkAddress.self, SegmentSizes.self]),
    LoaderWords(
      ["allowed to lowest 1gb of memory"], [LinkAddress.self, VirtBaseMissing.self],
      meaning: """
        the hypervisor has the images below 1 GiB while it builds the initial domain; link the kernel \
        higher, or run it as a domU
        """),
    LoaderWords(
      ["address conflict and not relocatable", "failed find a load address"],
      [Phys32Entry.self, LinkAddress.self]),
  ]
}
