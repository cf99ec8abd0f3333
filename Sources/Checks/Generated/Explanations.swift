// SPDX-License-Identifier: Apache-2.0
// Generated from the rules' doc comments by `make docs`.
// swift-format-ignore-file

enum Explanations {
  static let text: [String: String] = [
    "release-unknown": #"""
      The stable update of Xen that was asked for is newer than those that this version of pvkit knows.

      Stable updates sometimes change what a loader accepts. pvkit has the changes of the updates that
      it knows; one of a branch that has not ended, `--xen 4.17.99`, is checked as the newest known one
      is, and the report says so. If a newer update changed a loader, the verdicts can be wrong. An
      update after the last one of an ended branch is a usage error.

      **Affected:** all verdicts and findings of the report.

      **Fix:** name the update that runs (`xl info xen_version`), or use a newer pvkit:

      ```
      pvkit check --xen 4.17.7 vmlinux
      ```
      """#,
    "payload-protocol": #"""
      The bzImage uses a boot protocol before 2.08, which does not say where its payload is.

      Up to Linux 2.6.25 the compressed part is a flat binary, not an ELF, so there are no notes to
      read and nothing that a PV loader could load. The toolstack and the dom0 builder refuse the
      file, although the kernel inside may be a good Xen guest.

      **Affected:** libxenguest, the dom0 builder, GRUB.

      **Fix:** load and check the vmlinux of the same build:

      ```
      pvkit check vmlinux       # from the build tree, beside arch/x86/boot/bzImage
      ```
      """#,
    "codec-readers": #"""
      The kernel is compressed with a codec that only some loaders can read.

      A loader without the codec reports something else: PV GRUB says "not xen image" for a zstd
      kernel (NixOS #121087, #249357; Flatcar #1397), the toolstack "unknown compression format" or
      "no loader found" (Qubes #709). The hypervisor unpacks bzip2 and lzo itself, while Debian's
      libxenguest is built without them; zstd support came with Xen 4.15, lz4 with 4.4.

      **Affected:** the finding names the loaders that read the codec and those that do not.

      **Fix:** use gzip, which every loader reads from 3.4 on, or xz, which those of 4.2 (4.1.5) and
      later read; the finding names what the release reads. Or load the unpacked kernel:

      ```
      scripts/config -d KERNEL_ZSTD -e KERNEL_XZ
      scripts/extract-vmlinux /boot/vmlinuz > vmlinux
      ```
      """#,
    "machine-class": #"""
      The class and the machine of the ELF file do not match, or the machine is not x86.

      The toolstack uses e_machine alone and ignores the class; the hypervisor compares both and says
      "Mismatch between Xen and DOM0 kernel". An ELF64 with EM_386 or an x32 object (ELF32 with
      EM_X86_64) therefore starts as a domU but not as dom0, and does not work reliably there.

      **Affected:** the dom0 builder; libxenguest only if the machine is neither of the two ("unknown
      image type").

      **Fix:** link with the matching emulation:

      ```
      ld -m elf_x86_64 -T guest.lds …     # elf_i386 for 32 bits; not elf32_x86_64
      ```
      """#,
    "early-guest": #"""
      Xen 2.0 runs 32-bit guests without PAE only, and the kernel is another one.

      The loaders of 2.0 read every file as an ELF32 and build two-level page tables; 64-bit guests and
      PAE came with 3.0.0. Neither notes nor a `__xen_guest` string nor other code change that, so that
      the other checks are left out for such a kernel. A kernel of 3.0.0 or later is not one for 2.0
      either: the interface is another one, which XEN_VER=2.0 in the string stands for.

      **Affected:** the toolstack and the dom0 builder of 2.0 (xc_linux_build.c and xen/common/elf.c,
      parseelfimage).

      **Fix:** build the kernel for i386 without PAE and with the port for 2.0, or check the image for a
      later release:

      ```
      pvkit check --xen 3.0.0 vmlinux
      ```
      """#,
    "header-tables": #"""
      The ELF header states a size or a number of headers by which Xen's loaders do not find them
      (e_phentsize, e_shentsize, e_phnum, e_shnum).

      Xen's loaders of all releases believe that size: they go from header to header by it. With 0,
      every header is the first one; with any other wrong size, the bytes of one header are read as
      parts of the next ones, so that segments or notes are lost silently. If the table would
      then end after the file, they refuse it ("phdr overflow", "shdr overflow", "headers extend
      beyond end of image"). Other readers differ: elfutils and QEMU use the size of the structure;
      readelf and Linux's kexec refuse such a file, and objcopy does if e_shentsize is wrong.

      An e_phnum of 65535 or an e_shnum of 0 stands for a number in the first section header, which
      Xen's loaders do not look up: they read 65535 program headers, or no section headers.

      The other checks are left out until an error is repaired, because they would report on headers
      that nobody meant. If `[severity]` lowers the error or turns it off, or a suppression accepts it,
      they are made all the same.

      It is a warning if Xen's loaders read the same headers all the same: the table has only one, or
      they need no section headers, because a PT_NOTE segment covers the notes.

      **Affected:** all loaders (libelf, elf_init, elf_phdr_by_index and elf_shdr_by_index; before
      3.1, parseelfimage).

      **Fix:** link the kernel again, or write the right size into the ELF header: 56 and 64 bytes for
      program headers and section headers of ELF64, 32 and 40 for those of ELF32.

      ```
      printf '\70\0' | dd of=vmlinux bs=1 seek=54 conv=notrunc    # e_phentsize of ELF64
      printf '\100\0' | dd of=vmlinux bs=1 seek=58 conv=notrunc   # e_shentsize of ELF64
      printf '\40\0' | dd of=vmlinux bs=1 seek=42 conv=notrunc    # e_phentsize of ELF32
      printf '\50\0' | dd of=vmlinux bs=1 seek=46 conv=notrunc    # e_shentsize of ELF32
      ```
      """#,
    "debug-half": #"""
      The file is the debugging half of a kernel: what `objcopy --only-keep-debug` or a distribution's
      -dbg package leaves of a vmlinux.

      It has all headers, the notes and the symbols, and no code: its sections of code and data are
      SHT_NOBITS. Loaders read headers and notes, accept it as a kernel, and load zeros or whatever
      the file holds at the old offsets. Findings about its instructions are meaningless.

      **Affected:** no loader; the guest dies at its first instruction.

      **Fix:** give the kernel itself. To have both in one file again:

      ```
      eu-unstrip vmlinux vmlinux.debug -o vmlinux.whole
      ```
      """#,
    "notes-missing": #"""
      The kernel has neither Xen notes nor a `__xen_guest` string, so no Xen loader recognizes it.

      That is what "Not a Xen-ELF image: No ELF notes or '__xen_guest' section found" means, and often
      what a toolstack's "no loader found" or "Invalid kernel" hides. Linux kernels without
      CONFIG_XEN_PV and CONFIG_PVH are like this, and kernels whose `.notes` section was discarded by
      a linker script or `objcopy`; so are hvmloader and memtest86+, which are meant for HVM guests.
      Xen 2.0, 3.0.0 and 3.0.2 read no notes, only the string.

      **Affected:** all loaders of PV and PVH guests.

      **Fix:** build Linux with the notes, or add them to a kernel of your own (`pvkit generate
      notes`), and protect them from garbage collection by the linker:

      ```
      scripts/config -e XEN_PV -e XEN_PVH -e PVH

      .notes : { KEEP(*(.note.*)) } :text :note
      ```
      """#,
    "note-owner": #"""
      A note has the content of a Xen note, but its owner is not "Xen".

      Loaders compare the owner with the four bytes `Xen\0` and silently skip every other note. The
      image is then not a Xen image at all, or the loader falls back to the `__xen_guest` string and
      nobody notices that the notes are ignored. Debian ships such an image: all nine notes of
      gnumach-1.8-xen-486 have the owner "name", the formal parameter of the assembler macro that was
      meant to write them; the kernel boots only because of its legacy string.

      The rule recognizes notes in a section with "xen" in its name, owners that differ from "Xen"
      only in case or in characters that are not letters, and groups of one owner with a descriptor
      "xen-3.…".

      **Affected:** every loader: libxenguest, the hypervisor's dom0 builder, GRUB, QEMU, Cloud
      Hypervisor, Firecracker.

      **Fix:** write the owner literally, with its NUL, four bytes in total:

      ```
          .pushsection .note.Xen, "a", @note
          .balign 4
          .long 4, 8, XEN_ELFNOTE_ENTRY   # namesz, descsz, type
          .asciz "Xen"
          .quad start
          .popsection
      ```
      """#,
    "note-name-size": #"""
      The name of a Xen note is not the four bytes "Xen" and NUL, which namesz has to count.

      Xen's own parser compares strings and accepts such a note if a NUL follows, for example in the
      padding. Readers that compare namesz with 4 first (QEMU's PVH loader, rust-vmm's linux-loader in
      Cloud Hypervisor and Firecracker) skip it: "Error loading uncompressed kernel without PVH ELF
      Note" was the only message in embox #2468, after the NUL of "Xen" was lost.

      **Affected:** QEMU, Cloud Hypervisor, Firecracker skip the note; libxenguest and the dom0
      builder accept it.

      **Fix:** use `.asciz` instead of `.ascii`, and compute the size from labels:

      ```
          .long 2f - 1f, 4f - 3f, XEN_ELFNOTE_PHYS32_ENTRY
      1:  .asciz "Xen"
      2:  .balign 4
      3:  .long start32
      4:  .balign 4
      ```
      """#,
    "note-segment": #"""
      No PT_NOTE program header covers the Xen notes.

      Xen reads PT_NOTE first, and SHT_NOTE sections only if it found no Xen note there. A PT_NOTE
      with p_offset 0 is skipped: binutils once wrote such headers (sourceware #594, Xen commit
      6f1113b5c5). Section headers are not part of what is loaded; `strip`, `objcopy` and compression
      tools may drop them, and other loaders never read them.

      **Affected:** libxenguest and the dom0 builder fall back to SHT_NOTE; QEMU, Cloud Hypervisor and
      Firecracker find nothing. GRUB has a fallback of its own, for Unikraft.

      **Fix:** allocate the section and give it a program header:

      ```
      PHDRS { text PT_LOAD FLAGS(5); note PT_NOTE FLAGS(4); }
      SECTIONS { .notes : { KEEP(*(.note.*)) } :text :note }
      ```
      """#,
    "note-alignment-loss": #"""
      Readers that align notes to 4 bytes and readers that align to 8 do not find the same Xen notes.

      Xen aligns to 4. The generic ABI permits 8 in a 64-bit file, which a segment declares by p_align
      8; newer toolchains add `.note.gnu.property` (8-byte aligned) to every object, the linker puts
      it into the same PT_NOTE as the Xen notes, and the whole segment becomes 8-byte aligned. A
      reader that uses p_align then loses the note after each descriptor whose size is not a multiple
      of 8. OSv #1113 (Fedora 33), kata #3145, Cloud Hypervisor #3222 and linux-loader #71 were such
      cases; the message was "Error loading uncompressed kernel without PVH ELF Note". Conversely,
      padding before an 8-byte aligned section ends Xen's own search early.

      **Affected:** QEMU, readelf and linux-loader until 2023 use p_align; libxenguest and the dom0
      builder align to 4.

      **Fix:** discard the property notes, or put the Xen notes into a segment of their own:

      ```
      PHDRS { text PT_LOAD; xen PT_NOTE; }
      SECTIONS {
        .note.Xen : { KEEP(*(.note.Xen)) } :text :xen
        /DISCARD/ : { *(.note.gnu.property) }      /* or: objcopy -R .note.gnu.property */
      }
      ```
      """#,
    "note-overrun": #"""
      The descriptor of a Xen note extends past the end of its segment or section.

      Xen's parser never compares descsz with the size of the table: the last note may claim any size
      and is still read. Readers that check bounds drop it, and a note that is appended after it is
      lost for all. GRUB's grub-i386-xen.bin is an example: PAE_MODE "yes" claims 12 bytes where 4 are
      left.

      **Affected:** readelf ("note with invalid namesz and/or descsz"), QEMU and linux-loader;
      libxenguest and the dom0 builder accept it.

      **Fix:** compute both sizes from labels:

      ```
          .long 4, 2f - 1f, XEN_ELFNOTE_PAE_MODE
          .asciz "Xen"
      1:  .asciz "yes"
      2:  .balign 4
      ```
      """#,
    "note-descriptor-size": #"""
      The descriptor of a note has a size that loaders cannot read as a value of this note.

      A number has 1, 2, 4 or 8 bytes. Xen's parser silently reads a number of any other size as 0: an
      ENTRY of 3 bytes is an entry at 0, and the message is "ELF start or entries are out of bounds".
      A bitmap that does not consist of whole 32-bit words is read as 0 too. Solo5 #332 and torokernel
      #511 were caused by a wrong descriptor size in a PVH note.

      **Affected:** libxenguest and the dom0 builder read 0 (libelf, elf_note_numeric); QEMU and
      linux-loader copy as many bytes as an address has, including what follows the descriptor.

      **Fix:** use one directive of the right width, and compute the size from labels around it:

      ```
          .long 4, 2f - 1f, XEN_ELFNOTE_ENTRY
          .asciz "Xen"
      1:  .quad start          # .long on i386
      2:  .balign 4
      ```
      """#,
    "note-string-end": #"""
      The descriptor of a string note does not end with a NUL.

      Xen's parser ignores the descriptor's size and reads up to the next NUL. If the length is not a
      multiple of 4, that NUL is in the padding, and the note happens to work: Linux writes FEATURES
      like this, with 41 characters. A string of 40 characters runs into the header of the next note,
      up to the NUL in its namesz, and one that exceeds 4,096 bytes or the end of the image makes the
      loader skip the note.

      **Affected:** libxenguest and the dom0 builder (libelf, elf_strval); strict readers such as
      Xen's readnotes print what they find.

      **Fix:** use `.asciz` instead of `.ascii`, and a descsz that counts the NUL:

      ```
          .long 4, 2f - 1f, XEN_ELFNOTE_XEN_VERSION
          .asciz "Xen"
      1:  .asciz "xen-3.0"
      2:  .balign 4
      ```
      """#,
    "note-sign-extension": #"""
      An address note of a 64-bit kernel has 4 bytes, and its value is a truncated kernel address.

      Kernels are linked in the top 2 GiB, from 0xffffffff80000000. Such an address in a descriptor of
      4 bytes keeps only its lower half, and loaders do not sign-extend: VIRT_BASE becomes 0x80000000.
      The image is refused with "ELF start or entries are out of bounds", which does not name the
      cause. Usually an assembly source that is shared between i386 and x86_64 uses `.long`.

      **Affected:** libxenguest and the dom0 builder (libelf reads the number unsigned).

      **Fix:** use a word of the size of an address, for instance by a macro like Linux's:

      ```
      #ifdef __x86_64__
      # define _ASM_PTR .quad
      #else
      # define _ASM_PTR .long
      #endif
      ```
      """#,
    "note-duplicate": #"""
      The image has the same Xen note twice; the last one wins.

      Loaders read all notes in the order of the file and overwrite the value of an earlier note of
      the same type; no loader reports it. The linker decides which object's note comes last, so a
      second VIRT_BASE from a forgotten object can win after a change of the link order. Features are
      an exception: those of all FEATURES and SUPPORTED_FEATURES notes are combined.

      **Affected:** no loader reports it; libxenguest and the dom0 builder use the last note, readers
      that stop at the first match (QEMU, linux-loader) use the first.

      **Fix:** keep one of them; find the objects with `readelf -n *.o`, or discard one in the linker
      script:

      ```
      .notes : { KEEP(*(.note.Xen)) } :text :note
      /DISCARD/ : { *legacy.o(.note.Xen) }
      ```
      """#,
    "note-unknown": #"""
      A Xen note has a type that the target's loaders do not know.

      Loaders log "unknown" and continue, so a note with a mistyped number has no effect. A note that
      is newer than the target has no effect either: PHYS32_RELOC came with Xen 4.19, and 4.17 loads a
      kernel that relies on relocation at its linked address.

      **Affected:** libxenguest and the dom0 builder ignore the note; `readelf -n` also prints many
      known notes as unknown (or as NT_VERSION, NT_ARCH, GO BUILDID); see `pvkit notes`.

      **Fix:** use the names of `xen/include/public/elfnote.h`:

      ```
      #include <xen/elfnote.h>
          ELFNOTE(Xen, XEN_ELFNOTE_ENTRY, .quad start)
      ```
      """#,
    "legacy-guest-string": #"""
      The kernel has a `__xen_guest` string, as used before 3.0.3, alone or in addition to notes.

      If there are Xen notes, the string is never read. Alone it works for PV only: it has no key for
      PVH. Its defaults differ too: PADDR_OFFSET defaults to VIRT_BASE in the string but to 0 in
      notes, so that a kernel that gets notes later, without PADDR_OFFSET, is suddenly "out of
      bounds". A required feature that the loader does not know is fatal in a note and ignored in the
      string. Debian's gnumach-1.8-xen-486 boots through this string, because its notes have a wrong
      owner.

      **Affected:** the PVH loaders (libxenguest, dom0 builder, QEMU, GRUB) never read it.

      **Fix:** provide the same values as notes, including PADDR_OFFSET:

      ```
          ELFNOTE(Xen, XEN_ELFNOTE_VIRT_BASE,    .quad VIRT_BASE)
          ELFNOTE(Xen, XEN_ELFNOTE_PADDR_OFFSET, .quad VIRT_BASE)
          ELFNOTE(Xen, XEN_ELFNOTE_ENTRY,        .quad start)
      ```
      """#,
    "legacy-key": #"""
      The `__xen_guest` string has a key that no loader knows.

      Keys are compared exactly and unknown ones are silently skipped, so a misspelt key has no
      effect. The keys are not the names of the notes: Debian's gnumach-1.8-xen-486 has
      GUEST_VERSION=1.3, the name of the note; the key is GUEST_VER. That is harmless, but VIRT_ENTRY
      written as ENTRY starts the guest at e_entry.

      **Affected:** no loader reports it; libxenguest and the dom0 builder skip the key.

      **Fix:** use the keys of the string, or notes instead of it:

      ```
          .section __xen_guest
          .asciz "GUEST_OS=MyOS,GUEST_VER=1.3,XEN_VER=xen-3.0,VIRT_BASE=0xC0000000,LOADER=generic"
      ```
      """#,
    "xen-version": #"""
      XEN_VERSION is missing or wrong, or only its first seven characters are right.

      Loaders expect "xen-3.0", which has been the name of the guest interface since 2005 and is not a
      release. They compare seven characters: "xen-3.0foo" passes, "xen-4.17" does not, and without
      the note a PV loader says "Xen will only load images built for Xen v3.0 (Not '')". A value that
      passes because of its prefix would be refused by a loader that compares all of it. Xen 2.0 expects
      "2.0", and finds it in the string `__xen_guest` only.

      **Affected:** libxenguest and the dom0 builder, PV, and PVH of Xen 4.7 to 4.10 (libelf,
      elf_xen_note_check); PVH needs no version from 4.10.1 on.

      **Fix:**

      ```
          ELFNOTE(Xen, XEN_ELFNOTE_XEN_VERSION, .asciz "xen-3.0")
      ```
      """#,
    "loader-name": #"""
      LOADER and GUEST_OS do not select the generic loader, or only by their first letters.

      A PV loader expects LOADER "generic" or else GUEST_OS "linux", and compares seven and five
      characters: "genericX" and "linux-2.6.18" pass. A guest that is not Linux but claims to be,
      because it boots then, would be refused by a stricter comparison with "Will only load images
      built for the generic loader or Linux images".

      **Affected:** libxenguest and the dom0 builder, PV, and PVH of Xen 4.7 to 4.10 (libelf,
      elf_xen_note_check); PVH needs neither from 4.10.1 on.

      **Fix:** set both notes to their proper values:

      ```
          ELFNOTE(Xen, XEN_ELFNOTE_LOADER,   .asciz "generic")
          ELFNOTE(Xen, XEN_ELFNOTE_GUEST_OS, .asciz "MyOS")
      ```
      """#,
    "feature-unknown": #"""
      FEATURES names a feature that loaders do not know.

      A loader knows seven names (six before 4.4, five before 4.2). An unknown name that is merely
      offered is ignored, so that a misspelt feature is never negotiated; before 4.2 it is refused. An
      unknown name that is required (`!name`) makes a loader refuse the image without a message, and
      the toolstack then says "no loader found". In the `__xen_guest` string the image is not refused,
      but the keys after FEATURES are lost. A name of more than 63 characters is split, and "!" alone
      is a required feature without a name.

      **Affected:** libxenguest and the dom0 builder (libelf, elf_xen_parse_features).

      **Fix:** use the names of `pvkit abi features`, separated only by `|`:

      ```
          ELFNOTE(Xen, XEN_ELFNOTE_FEATURES, .asciz "!writable_page_tables|pae_pgdir_above_4gb")
      ```
      """#,
    "feature-required": #"""
      The kernel requires a feature that one of the loaders does not grant to a PV guest.

      `!dom0` prevents a kernel from running as a domU, `!auto_translated_physmap` is refused by the
      toolstack and accepted by the dom0 builder, and `!supervisor_mode_kernel` is accepted by the
      toolstack and makes the hypervisor panic when it builds dom0. Usually the exclamation mark is a
      mistake: a kernel that can do without the feature lists the name without it.

      **Affected:** the finding names the loader; the others accept the image.

      **Fix:** require only what the kernel cannot do without:

      ```
          ELFNOTE(Xen, XEN_ELFNOTE_FEATURES, .asciz "dom0")   # not "!dom0"
      ```
      """#,
    "dom0-feature": #"""
      SUPPORTED_FEATURES is present but lacks the dom0 bit.

      A kernel without the note may become dom0; a kernel with it may do so only if bit XENFEAT_dom0
      is set. The hypervisor says "Kernel does not support Dom0 operation" and panics. It happens with
      notes that were written for a PVH guest, with hvm_callback_vector alone.

      **Affected:** the hypervisor's dom0 builder; libxenguest ignores the bit.

      **Fix:** add the bit if the kernel can drive hardware, and leave it out on purpose if not:

      ```
          ELFNOTE(Xen, XEN_ELFNOTE_SUPPORTED_FEATURES,
                  .long (1 << XENFEAT_writable_page_tables) | (1 << XENFEAT_dom0))
      ```
      """#,
    "pv32-target": #"""
      The kernel is 32-bit PV, but the target hypervisor does not run 32-bit PV guests.

      32-bit PV runs in ring 1, which x86_64 hardly supports any more; Xen is built without it unless
      CONFIG_PV32 is set, Debian disables it, and XCP-ng dropped it in 2022. The toolstack then says
      that guest type xen-3.0-x86_32p is not supported, the dom0 builder "Found 32-bit PV kernel, but
      CONFIG_PV32 missing". The pv shim, a small Xen that runs as a PVH guest and has CONFIG_PV32,
      boots such a kernel unchanged, as a domU: `pvkit check --mode shim` checks whether it would, and
      `pvkit boot --role domU` boots it.

      **Affected:** libxenguest and the dom0 builder on such a hypervisor; `--pv32` tells pvkit that
      the target runs 32-bit PV.

      **Fix:** select the shim in the guest's configuration, or add a PVH entry to the kernel:

      ```
      type = "pvh"
      pvshim = 1
      kernel = "/boot/vmlinuz-2.6.32-686-bigmem"
      ```
      """#,
    "pae-mode": #"""
      A 32-bit PV kernel does not declare PAE page tables.

      Since 3.3, Xen runs 32-bit PV guests only with PAE page tables; earlier releases could be built
      to run those without PAE instead, and for them the rule reports nothing. A kernel without
      PAE_MODE "yes" or "bimodal" has guest type xen-3.0-x86_32, which no hypervisor offers any more;
      the dom0 builder says "Mismatch between Xen and DOM0 kernel". The note and the legacy string
      differ: `PAE=yes[extended-cr3]` means yes in `__xen_guest`, but the same value in a PAE_MODE
      note means no.

      **Affected:** libxenguest and the dom0 builder, 32-bit PV; 64-bit kernels may say "no".

      **Fix:**

      ```
          ELFNOTE(Xen, XEN_ELFNOTE_PAE_MODE, .asciz "yes")
      ```
      """#,
    "phys32-missing": #"""
      There is no PHYS32_ENTRY note, so the image cannot run as a PVH guest.

      PVH needs only this note: the physical address of a 32-bit entry point. Without it, toolstacks
      report what failed last and not why: Qubes #3474 saw "can't allocate low memory for domain: Out
      of memory" and "Permission denied" from a kernel older than 4.11, newer ones say "image not
      capable of booting inside a HVM container: Invalid kernel", QEMU "Error loading uncompressed
      kernel without PVH ELF Note". A PV-only image is not wrong; it needs `type = "pv"`.

      **Affected:** libxenguest with type="pvh", a PVH dom0, QEMU, Cloud Hypervisor, Firecracker,
      GRUB's i386-xen_pvh.

      **Fix:** use Linux 4.11 or later with CONFIG_PVH, or write an entry:

      ```
          ELFNOTE(Xen, XEN_ELFNOTE_PHYS32_ENTRY, .long start32 - VIRT_BASE)
      ```
      """#,
    "pv-entry-missing": #"""
      A kernel with a PVH entry has no entry for PV, so it cannot run as a PV guest.

      Linux built with CONFIG_PVH and without CONFIG_XEN_PV is such a kernel, and so is the PV shim.
      Most releases refuse it as PV: "no loader found", "Will only load images built for the generic
      loader or Linux images", "ELF start or entries are out of bounds". From 4.10.1 to 4.15, the note
      PHYS32_ENTRY makes the loader accept the image as PV too, regardless of what it lacks: the
      domain is built, starts at e_entry with paging on, and dies.

      **Affected:** libxenguest with type="pv" and the dom0 builder, PV. A kernel for PVH is not
      wrong.

      **Fix:** run it as PVH, or build it with CONFIG_XEN_PV:

      ```
      type = "pvh"
      ```
      """#,
    "virt-base-missing": #"""
      A PV kernel does not declare the virtual address of its memory (VIRT_BASE).

      Loaders then assume 0. If there is a PADDR_OFFSET, they refuse the image ("ELF_PADDR_OFFSET set,
      VIRT_BASE unset"); otherwise they map a kernel that is linked at 0xffffffff80000000 at its
      physical addresses, and the entry is "out of bounds". A kernel that is linked at its physical
      addresses, like GRUB, does not need VIRT_BASE.

      **Affected:** libxenguest and the dom0 builder, PV; PVH starts with physical addresses.

      **Fix:**

      ```
          ELFNOTE(Xen, XEN_ELFNOTE_VIRT_BASE, .quad 0xffffffff80000000)
      ```
      """#,
    "address-canonical": #"""
      An address in a note is not canonical: no x86_64 processor can use it.

      Bits 63 to 47 of an address must be equal. The toolstack does not check it. The dom0 builder
      says "Failed to load the kernel binary" for VIRT_BASE; for INIT_P2M the hypervisor itself faults
      and the machine stops. Usual causes are a typing error in a constant and an address that was
      shifted twice.

      **Affected:** the dom0 builder and the processor; libxenguest accepts the image, and the guest
      dies.

      **Fix:** let the assembler compute the address from a symbol:

      ```
          ELFNOTE(Xen, XEN_ELFNOTE_ENTRY, .quad start)
      ```
      """#,
    "private-area": #"""
      The kernel or its P2M table needs virtual addresses that Xen reserves for itself.

      On x86_64 a PV guest shares its address space with the hypervisor, which owns 0xffff800000000000
      up to 0xffff880000000000 (HYPERVISOR_VIRT_START, HYPERVISOR_VIRT_END). The dom0 builder says
      "overlaps with Xen private area"; the toolstack accepts the image and builds page tables there,
      and the hypervisor refuses them or the guest dies at its first instruction.

      **Affected:** the dom0 builder; libxenguest does not check it.

      **Fix:** link the kernel outside of it, for instance in the top 2 GiB:

      ```
      VIRT_BASE = 0xffffffff80000000;
      SECTIONS { . = VIRT_BASE + 0x1000000; .text : { *(.text) } }
      ```
      """#,
    "link-address": #"""
      A segment is linked for a different virtual address than the one where PV loaders map it.

      Loaders place a segment by its p_paddr alone and map it at p_paddr − PADDR_OFFSET + VIRT_BASE;
      no loader reads p_vaddr, the address that the code was linked for. If they differ, the first
      absolute address or jump goes wrong, far from the cause. Usually PADDR_OFFSET is missing in a
      kernel whose p_paddr are virtual addresses, or VIRT_BASE is the start of the kernel instead of
      the base of its memory. A data segment linked at 0 is accepted as per-CPU data, as Linux has it,
      and so is one at 0xffffffffff600000, the vsyscall page that x86_64 Linux 2.6 maps there itself.

      A linker script without AT() makes p_paddr equal to p_vaddr, as the legacy string expects, but
      not notes; the entry, although correct, is then outside what is loaded.

      **Affected:** no loader, if the entry happens to be inside what it loads: the guest dies unless
      its code is position-independent. Otherwise all of them say "ELF start or entries are out of
      bounds".

      **Fix:** derive AT() and the notes from one constant:

      ```
      VIRT_BASE = 0xffffffff80000000;
      SECTIONS {
        . = VIRT_BASE + 0x1000000;
        .text : AT(ADDR(.text) - VIRT_BASE) { *(.text) }   /* PADDR_OFFSET 0 */
      }
      ```
      """#,
    "entry-default": #"""
      There is no ENTRY note, and e_entry, the default, is not a virtual address of the kernel.

      A kernel's e_entry is often physical, for boot loaders that run without paging. A PV loader
      treats it as virtual and says "ELF start or entries are out of bounds". Debian's 6.1 686-pae
      kernel is such an image: it has VIRT_BASE and a PVH entry but, built without 32-bit PV, no
      ENTRY.

      **Affected:** libxenguest and the dom0 builder, PV.

      **Fix:** add a note with the PV entry, or run the kernel as PVH if it has PHYS32_ENTRY:

      ```
          ELFNOTE(Xen, XEN_ELFNOTE_ENTRY, .quad start)
      ```
      """#,
    "entry-code": #"""
      The PV entry is not executable code.

      Loaders compare the entry with the kernel's first and last address as loaded, refuse one outside
      ("ELF start or entries are out of bounds"), and accept anything in between, including the address
      after the last byte. They do not check whether it is in a gap between segments, in data, or in
      bss, which is filled with zeros: the guest is built and started, and dies at its first instruction
      without any output.

      **Affected:** the processor; libxenguest and the dom0 builder only if the entry is outside. Missing
      PF_X flags alone do no harm today.

      **Fix:** use the symbol, and let the linker check where it is:

      ```
      ENTRY(start)
      ASSERT(start >= ADDR(.text) && start < ADDR(.text) + SIZEOF(.text), "start is not in .text")
      ```
      """#,
    "hypercall-page": #"""
      HYPERCALL_PAGE is not a separate page inside the kernel.

      Xen overwrites 4,096 bytes there before the guest runs. The toolstack rounds an unaligned
      address down to its page, the dom0 builder writes at the given address. Whatever shares the page
      is lost: if the page covers the entry code, the guest starts in the middle of a hypercall stub.
      For an address outside of the kernel's memory the dom0 builder says "Invalid HYPERCALL_PAGE
      field in ELF notes"; the toolstack refuses it late. The note may be missing: current kernels set
      up the page by CPUID and MSR, or do not need one.

      **Affected:** as described; no loader checks whether the page is free.

      **Fix:** reserve and align a whole page:

      ```
          .section .text..hypercall_page, "ax"
          .balign 4096
      hypercall_page:
          .skip 4096
          ELFNOTE(Xen, XEN_ELFNOTE_HYPERCALL_PAGE, .quad hypercall_page)
      ```
      """#,
    "phys32-entry": #"""
      PHYS32_ENTRY is not executable code in a loaded segment, or not a 32-bit physical address.

      A PVH guest starts at this physical address in 32-bit mode, without paging. A virtual address in
      the note, an easy mistake if the symbol is linked high, is truncated to 32 bits:
      0xffffffff81000850 becomes 0x81000850, beyond the guest's memory. embox #2468, Solo5 #332 and
      torokernel #511 were caused by malformed PVH notes.

      **Affected:** Xen's libelf only compares it with the kernel's first and last address; QEMU,
      Cloud Hypervisor and Firecracker jump to it without a check.

      **Fix:** subtract the base that AT() subtracts:

      ```
          ELFNOTE(Xen, XEN_ELFNOTE_PHYS32_ENTRY, .long start32 - VIRT_BASE)
      ```
      """#,
    "code-unread": #"""
      The kernel's code was not examined, so nothing was found in it.

      There is no executable section and no executable segment, the sections lie outside the file or
      overlap, or the machine is not x86. The absence of findings about instructions and hypercalls
      then means nothing.

      **Affected:** users who read the absence of findings as the absence of defects.

      **Fix:** mark the code as code, in assembly and in the linker script, and give the whole file:

      ```
      .section .text, "ax"

      PHDRS { text PT_LOAD FLAGS(5); }
      ```
      """#,
    "instruction-faults": #"""
      The kernel contains instructions that fault outside ring 0.

      A PV kernel runs in ring 3, or in ring 1 on i386. Xen emulates some privileged instructions and
      delivers the fault of all others to the kernel, which often has no handler yet: the domain dies
      with "unhandled trap" or with a page fault somewhere else. There is one finding per class of
      instruction; `pvkit scan` lists every place. Instructions that a kernel patches out for PV
      guests, keeps in functions for the bare machine (pv_ops), or expects to fault (__ex_table) are
      not counted.

      **Affected:** no loader; the guest dies when it executes the instruction.

      **Fix:** the finding names the hypercall or other replacement of the instruction:

      ```
      cli                 # vcpu_info->evtchn_upcall_mask = 1
      lgdt                # HYPERVISOR_set_gdt
      hlt                 # HYPERVISOR_sched_op(SCHEDOP_block)
      ```
      """#,
    "instruction-misleads": #"""
      The kernel contains instructions that silently do something else outside ring 0.

      These are worse than instructions that fault, because nothing reports them: popf does not change
      the interrupt flag, so that a critical section is not protected; pushf always shows interrupts
      as enabled; sgdt and sidt return the hypervisor's tables; cpuid shows features that the domain
      does not have. There is one finding per class of instruction; `pvkit scan` lists every place.

      **Affected:** no loader; something breaks elsewhere, later.

      **Fix:** use the state that Xen keeps for the guest:

      ```
      pushf; pop %rax     # vcpu_info->evtchn_upcall_mask
      popf                # write the mask back, then check evtchn_upcall_pending
      ```
      """#,
    "instruction-conditional": #"""
      The kernel contains instructions that Xen executes only under a condition.

      Port I/O needs a virtual I/O privilege level of 1; only some bits of control registers may
      change; a PV guest may access only a few model-specific registers. The instruction alone does
      not show whether the condition holds. There is one finding per class; `pvkit scan` lists every
      place.

      **Affected:** no loader; if the condition does not hold, the guest gets a fault.

      **Fix:** establish the condition early, or remove the instruction:

      ```
      struct physdev_set_iopl iopl = { .iopl = 1 };
      HYPERVISOR_physdev_op(PHYSDEVOP_set_iopl, &iopl);
      ```
      """#,
    "hypercall-sites": #"""
      A hypercall is made incorrectly.

      The rule examines every call of the hypercall page and every trap instruction of the kernel:
      does the release have this hypercall; does the call go to the start of a stub; is iret jumped to
      and not called; does the register of an argument still hold what an earlier call left in it; and
      is a register used afterwards that the hypercall destroys: those of the arguments, and rcx and
      r11 after a raw syscall. Xen often preserves these, but a debug build of the hypervisor never
      does.

      **Affected:** the hypervisor answers -ENOSYS, or does something that was not intended.

      **Fix:** declare in the wrapper what the call destroys, as the generated shims do:

      ```
      pvkit generate shims
      ```
      """#,
    "floating-point": #"""
      Ordinary functions of the kernel use x87, MMX or SSE registers.

      These hold the values of whichever process ran last. A kernel may use them between
      kernel_fpu_begin() and kernel_fpu_end(), which save and restore them; RAID, checksums and
      ciphers do. Without -mno-sse, a compiler uses them to copy and to clear memory anywhere, for
      example in select(): then processes calculate with wrong numbers, and if the kernel has set TS,
      the use traps in the middle of the function. Functions are not reported that save or restore the
      registers, call one that does, calculate with floats, or do hardly anything else.

      **Affected:** processes, and the kernel at the first such instruction while TS is set.

      **Fix:** give the flags with the compiler's name, so that no test of options comes before them:

      ```
      make CC="gcc -mno-sse -mno-mmx -mno-sse2 -mno-3dnow -mno-80387"
      ```
      """#,
    "segment-truncated": #"""
      The content of a segment extends past the end of the file.

      No loader refuses it. From 4.3 on (4.2.3, 4.1.6), libelf silently leaves the whole segment out,
      and the guest executes zeros. Earlier releases read past the end of the file: the toolstack
      crashes, or copies whatever is mapped there; so does the hypervisor. Usual causes are a full
      disk, an incomplete download, or `objcopy` or `dd` removing the end of the file.

      **Affected:** libxenguest and the dom0 builder (libelf, elf_load_image), as described.

      **Fix:** build or copy the file again; compare its size and its checksum.

      ```
      readelf -lW vmlinux; stat -c %s vmlinux
      ```
      """#,
    "segment-sizes": #"""
      A segment has more bytes in the file than in memory (p_memsz < p_filesz).

      ELF forbids it. The dom0 builder fails to load the kernel; the toolstack marks the image as
      broken, leaves the segment out and continues. The usual cause is a post-processing tool that
      enlarged a section and updated only one of the two fields.

      **Affected:** the dom0 builder ("Failed to load the kernel binary"); libxenguest accepts the
      image.

      **Fix:** set p_memsz to at least p_filesz, preferably by linking again.

      ```
      readelf -lW vmlinux    # FileSiz must not exceed MemSiz
      ```
      """#,
    "segment-overlap": #"""
      Two segments have the same physical memory.

      Loaders copy the segments in the order of the headers without further checks: the later one
      overwrites the earlier, and its zeroed part clears what was there. The kernel boots as long as
      the lost part is not used.

      **Affected:** no loader; both accept the image.

      **Fix:** let the location counter advance, and derive AT() from it:

      ```
      .text : AT(ADDR(.text) - VIRT_BASE) { *(.text) } :text
      . = ALIGN(4096);
      .data : AT(ADDR(.data) - VIRT_BASE) { *(.data) } :data
      ```
      """#,
    "loader-refuses": #"""
      A loader refuses the image for a reason that no other rule explains.

      The verdict contains the loader's own message; this finding explains it. xl and libxl print
      "Invalid kernel" after any of them. The toolstack prints "no loader found" (xc_dom_find_loader)
      if none of its loaders accepts the image: a file that is not a kernel, or notes that libelf
      refuses for a reason that xl does not print (pvkit's verdict has it in parentheses). "unable to
      XZ decompress kernel" and similar messages mean a damaged payload, a codec that the library was
      built without, or a dictionary that is too large.

      "segment kernel too large" and "not enough memory for initial mapping" mean that the domain's
      memory is too small: the loader needs room for the kernel, its page tables and the table of
      frames. "ELF image is not 32bit" comes from the loader of HVM firmware, which gets every ELF
      file without a PVH entry. "crash" is pvkit's own word: the loader reads or writes memory that it
      does not own.

      A refusal is the verdict itself, and always an error: `[severity]` in `.pvkit.toml` cannot lower
      it. One that is right is accepted by a `[[suppression]]` with a reason. Of several releases
      (`--xen 3.4-4.17`), those that build no guests of a mode count as refusals only if none of them
      builds such guests.

      **Affected:** the loader that the finding names.

      **Fix:** as the finding says. To see the verdict for another mode or release:

      ```
      pvkit check --mode pv --xen 4.17 --memory 1G vmlinux
      ```
      """#,
  ]
}
