// SPDX-License-Identifier: Apache-2.0
// Generated from the rules' doc comments by `make docs`.
// swift-format-ignore-file

enum Explanations {
  static let text: [String: String] = [
    "payload-protocol": #"""
      The bzImage is of a boot protocol before 2.08: it does not say where its payload is.

      Up to Linux 2.6.25 the compressed part is a flat binary, not an ELF, so there are no notes to
      read and nothing that a PV loader could take. Toolstack and dom0 builder refuse the file; the
      kernel inside may be a perfectly good Xen guest.

      **Who minds:** libxenguest, the dom0 builder, GRUB.

      **Cure:** load, and check, the vmlinux of the same build:

      ```
      pvkit check vmlinux       # from the build tree, beside arch/x86/boot/bzImage
      ```
      """#,
    "codec-readers": #"""
      The kernel is packed with a codec that only some loaders read.

      A loader without the codec reports anything but that: PV GRUB says "not xen image" of a zstd
      kernel (NixOS #121087, #249357; Flatcar #1397), the toolstack "unknown compression format" or
      "no loader found" (Qubes #709). The hypervisor unpacks bzip2 and lzo itself, Debian's libxenguest
      is built without them; zstd came with Xen 4.15, lz4 with 4.4.

      **Who minds:** the finding names who reads the codec and who does not.

      **Cure:** choose xz or gzip, which everybody reads, or hand over the unpacked kernel:

      ```
      scripts/config -d KERNEL_ZSTD -e KERNEL_XZ
      scripts/extract-vmlinux /boot/vmlinuz > vmlinux
      ```
      """#,
    "machine-class": #"""
      The ELF's class and its machine do not belong together, or the machine is no x86.

      The toolstack goes by e_machine alone and never looks at the class, the hypervisor compares both
      and says "Mismatch between Xen and DOM0 kernel". An ELF64 with EM_386 or an x32 object (ELF32
      with EM_X86_64) so becomes a domU and no dom0, and what it does there is luck.

      **Who minds:** the dom0 builder; libxenguest only for a machine that is neither ("unknown image
      type").

      **Cure:** link with the emulation that fits:

      ```
      ld -m elf_x86_64 -T guest.lds …     # elf_i386 for 32 bits; not elf32_x86_64
      ```
      """#,
    "notes-missing": #"""
      The kernel has neither Xen notes nor a `__xen_guest` string: no Xen loader knows what it is.

      That is what "Not a Xen-ELF image: No ELF notes or '__xen_guest' section found" means, and often
      what a toolstack's "no loader found" or "Invalid kernel" hides. A Linux kernel without
      CONFIG_XEN_PV and CONFIG_PVH looks so; so does one whose `.notes` section a linker script or
      `objcopy` threw away, and hvmloader or memtest86+, which want an HVM guest.

      **Who minds:** all loaders of PV and PVH guests.

      **Cure:** build Linux with the notes, or add them to a kernel of your own (`pvkit generate
      notes`), and keep them from being collected as garbage:

      ```
      scripts/config -e XEN_PV -e XEN_PVH -e PVH

      .notes : { KEEP(*(.note.*)) } :text :note
      ```
      """#,
    "note-owner": #"""
      A note says what Xen's notes say, but its owner is not "Xen".

      Loaders compare the owner with the four bytes `Xen\0` and skip every other note without a word.
      The image then counts as no Xen image at all, or the loader falls back to the `__xen_guest`
      string and nobody notices that the notes are dead. Debian ships such an image: all nine notes of
      gnumach-1.8-xen-486 have the owner "name", the formal parameter of the assembler macro that was
      meant to write them; the kernel boots by its legacy string alone.

      Taken for meant are notes in a section with "xen" in its name, owners that differ from "Xen" in
      case or by what is no letter, and groups of one owner with a descriptor "xen-3.…".

      **Who minds:** every loader: libxenguest, the hypervisor's dom0 builder, GRUB, QEMU, Cloud
      Hypervisor, Firecracker.

      **Cure:** write the owner out, with its NUL, four bytes in all:

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
      A Xen note's name is not the four bytes "Xen" and NUL that namesz has to count.

      Xen's own parser compares strings and takes such a note as long as a NUL follows, if only by
      luck of the padding. Readers that compare namesz with 4 first (QEMU's PVH loader, rust-vmm's
      linux-loader in Cloud Hypervisor and Firecracker) skip it: "Error loading uncompressed kernel
      without PVH ELF Note" was all that embox #2468 saw after the NUL of "Xen" was lost.

      **Who minds:** QEMU, Cloud Hypervisor, Firecracker skip the note; libxenguest and the dom0
      builder take it.

      **Cure:** `.asciz`, not `.ascii`, and a size taken from labels:

      ```
          .long 2f - 1f, 4f - 3f, XEN_ELFNOTE_PHYS32_ENTRY
      1:  .asciz "Xen"
      2:  .balign 4
      3:  .long start32
      4:  .balign 4
      ```
      """#,
    "note-segment": #"""
      Xen notes that no PT_NOTE program header leads to.

      Xen looks at PT_NOTE first and at SHT_NOTE sections only when no Xen note was found there. A
      PT_NOTE with p_offset 0 is skipped: binutils once wrote such headers (sourceware #594, Xen
      commit 6f1113b5c5). Section headers are not part of what is loaded; `strip`, `objcopy` and
      packers may drop them, and other loaders never look there.

      **Who minds:** libxenguest and the dom0 builder fall back to SHT_NOTE; QEMU, Cloud Hypervisor
      and Firecracker find nothing. GRUB has a fallback of its own, for Unikraft.

      **Cure:** allocate the section and give it a program header:

      ```
      PHDRS { text PT_LOAD FLAGS(5); note PT_NOTE FLAGS(4); }
      SECTIONS { .notes : { KEEP(*(.note.*)) } :text :note }
      ```
      """#,
    "note-alignment-loss": #"""
      Readers that pad notes to 4 bytes and readers that pad to 8 do not find the same Xen notes.

      Xen pads to 4. The generic ABI lets a 64-bit file pad to 8, and a segment says so by p_align 8;
      newer toolchains add `.note.gnu.property` (8-byte aligned) to every object, the linker puts it
      into the same PT_NOTE as the Xen notes, and the whole segment becomes 8-byte aligned. A reader
      that goes by p_align then loses the note behind each descriptor that is no multiple of 8. OSv
      #1113 (Fedora 33), kata #3145, Cloud Hypervisor #3222 and linux-loader #71 were such cases; what
      people saw was "Error loading uncompressed kernel without PVH ELF Note". The other way round,
      padding in front of an 8-byte aligned section ends Xen's own walk early.

      **Who minds:** QEMU, readelf and linux-loader until 2023 go by p_align; libxenguest and the dom0
      builder pad to 4.

      **Cure:** drop the property notes, or keep the Xen notes in a segment of their own:

      ```
      PHDRS { text PT_LOAD; xen PT_NOTE; }
      SECTIONS {
        .note.Xen : { KEEP(*(.note.Xen)) } :text :xen
        /DISCARD/ : { *(.note.gnu.property) }      /* or: objcopy -R .note.gnu.property */
      }
      ```
      """#,
    "note-overrun": #"""
      A Xen note's descriptor reaches past the end of its segment or section.

      Xen's parser never compares descsz with the table that led to the note: the last note may claim
      any size and is read all the same. Readers that check bounds drop it, and any note appended
      behind it is lost to everybody. GRUB's grub-i386-xen.bin is built so: PAE_MODE "yes" says 12
      bytes where 4 are left.

      **Who minds:** readelf ("note with invalid namesz and/or descsz"), QEMU and linux-loader;
      libxenguest and the dom0 builder take it.

      **Cure:** take both sizes from labels, and close the table by the linker script's own size:

      ```
          .long 4, 2f - 1f, XEN_ELFNOTE_PAE_MODE
          .asciz "Xen"
      1:  .asciz "yes"
      2:  .balign 4
      ```
      """#,
    "note-descriptor-size": #"""
      A note's descriptor has a size that a loader cannot read as what the note holds.

      A number has 1, 2, 4 or 8 bytes. Xen's parser reads a number of any other size as 0, without a
      word: an ENTRY of 3 bytes is an entry at 0, and the message is "ELF start or entries are out of
      bounds". A bitmap that is not made of whole 32-bit words reads as 0 too. Solo5 #332 and
      torokernel #511 lost days to a wrong descriptor size in a PVH note.

      **Who minds:** libxenguest and the dom0 builder read 0 (libelf, elf_note_numeric); QEMU and
      linux-loader copy as many bytes as an address has, and take what follows for the rest.

      **Cure:** one directive of the right width, and a size taken from labels around it:

      ```
          .long 4, 2f - 1f, XEN_ELFNOTE_ENTRY
          .asciz "Xen"
      1:  .quad start          # .long on i386
      2:  .balign 4
      ```
      """#,
    "note-string-end": #"""
      A string note's descriptor does not end in NUL.

      Xen's parser takes no notice of the descriptor's size: it reads on to the next NUL. When the
      length is no multiple of 4, that is the padding's, and all is well by luck: Linux writes FEATURES
      so, with 41 characters. A string of 40 swallows the following note's header, up to the NUL in its
      namesz, and one that runs past 4,096 bytes or the image's end makes the loader skip the note.

      **Who minds:** libxenguest and the dom0 builder (libelf, elf_strval); strict readers such as
      Xen's readnotes print what they find.

      **Cure:** `.asciz` in place of `.ascii`, and a descsz that counts the NUL:

      ```
          .long 4, 2f - 1f, XEN_ELFNOTE_XEN_VERSION
          .asciz "Xen"
      1:  .asciz "xen-3.0"
      2:  .balign 4
      ```
      """#,
    "note-sign-extension": #"""
      A 64-bit kernel's address note has 4 bytes, and its address is a negative one cut short.

      Kernels live in the top 2 GiB, 0xffffffff80000000 and up. Such an address in a descriptor of 4
      bytes keeps only its lower half, and loaders do not sign-extend: VIRT_BASE becomes 0x80000000.
      The refusal is "ELF start or entries are out of bounds", far from its cause; an assembly source
      shared between i386 and x86_64 that says `.long` is the usual one.

      **Who minds:** libxenguest and the dom0 builder (libelf reads the number unsigned).

      **Cure:** a word as wide as an address, for instance by a macro as Linux has it:

      ```
      #ifdef __x86_64__
      # define _ASM_PTR .quad
      #else
      # define _ASM_PTR .long
      #endif
      ```
      """#,
    "note-duplicate": #"""
      The same Xen note stands there twice; the last one wins.

      Loaders read all notes in file order and overwrite what an earlier note of that type said; no
      loader reports it. Which object file's note comes last is up to the linker, so a second
      VIRT_BASE from a forgotten object decides after a change of link order. Features are the
      exception: those of all FEATURES and SUPPORTED_FEATURES notes are joined.

      **Who minds:** nobody says so; libxenguest and the dom0 builder use the last, readers that stop
      at the first match (QEMU, linux-loader) use the first.

      **Cure:** keep one of them; find the objects by `readelf -n *.o`, or discard one in the linker
      script:

      ```
      .notes : { KEEP(*(.note.Xen)) } :text :note
      /DISCARD/ : { *legacy.o(.note.Xen) }
      ```
      """#,
    "note-unknown": #"""
      A Xen note has a type that the target's loaders do not know.

      Loaders log "unknown" and go on, so a mistyped number is a note that was never written. A note
      newer than the target is as good as absent there: PHYS32_RELOC came with Xen 4.19, and a kernel
      that relies on being moved is loaded at its linked address by 4.17.

      **Who minds:** libxenguest and the dom0 builder ignore the note; `readelf -n` calls many known
      ones unknown too (or NT_VERSION, NT_ARCH, GO BUILDID), see `pvkit notes`.

      **Cure:** take the number from `xen/include/public/elfnote.h` by its name:

      ```
      #include <xen/elfnote.h>
          ELFNOTE(Xen, XEN_ELFNOTE_ENTRY, .quad start)
      ```
      """#,
    "legacy-guest-string": #"""
      The kernel has the `__xen_guest` string of before 3.0.3, alone or beside notes.

      Beside Xen notes the string is never read, whatever it says. Alone it serves PV only: PVH has no
      key in it. Its defaults differ too: ELF_PADDR_OFFSET is VIRT_BASE there and 0 with notes, so a
      kernel that is given notes later without PADDR_OFFSET is suddenly "out of bounds". A required
      feature that the loader does not know is fatal in a note and ignored in the string. Debian's
      gnumach-1.8-xen-486 boots by this string, because its notes bear a wrong owner.

      **Who minds:** the PVH loaders (libxenguest, dom0 builder, QEMU, GRUB) never read it.

      **Cure:** say the same in notes, PADDR_OFFSET included:

      ```
          ELFNOTE(Xen, XEN_ELFNOTE_VIRT_BASE,    .quad VIRT_BASE)
          ELFNOTE(Xen, XEN_ELFNOTE_PADDR_OFFSET, .quad VIRT_BASE)
          ELFNOTE(Xen, XEN_ELFNOTE_ENTRY,        .quad start)
      ```
      """#,
    "legacy-key": #"""
      The `__xen_guest` string has a key that no loader knows.

      Keys are compared letter by letter and the rest is skipped without a word, so a misspelt key is
      as good as absent. The names are not those of the notes: Debian's gnumach-1.8-xen-486 says
      GUEST_VERSION=1.3, which is the note's name; the key is GUEST_VER. Harmless there, but VIRT_ENTRY
      written as ENTRY leaves the guest at e_entry.

      **Who minds:** nobody says so; libxenguest and the dom0 builder skip the key.

      **Cure:** the string's own keys, or notes instead of it:

      ```
          .section __xen_guest
          .asciz "GUEST_OS=MyOS,GUEST_VER=1.3,XEN_VER=xen-3.0,VIRT_BASE=0xC0000000,LOADER=generic"
      ```
      """#,
    "xen-version": #"""
      XEN_VERSION is missing, wrong, or right by its first seven characters only.

      Loaders want "xen-3.0", the name of the guest interface since 2005 and not of any release. They
      compare seven characters: "xen-3.0foo" passes, "xen-4.17" does not, and without the note a PV
      loader says "Xen will only load images built for Xen v3.0 (Not '')". A value that passes by its
      prefix is refused as soon as a loader compares the whole.

      **Who minds:** libxenguest and the dom0 builder, PV (libelf, elf_xen_note_check); PVH needs no
      version.

      **Cure:**

      ```
          ELFNOTE(Xen, XEN_ELFNOTE_XEN_VERSION, .asciz "xen-3.0")
      ```
      """#,
    "loader-name": #"""
      LOADER and GUEST_OS do not name the generic loader, or do so by their first letters only.

      A PV loader wants LOADER "generic" or, failing that, GUEST_OS "linux", and compares seven and
      five characters: "genericX" and "linux-2.6.18" pass. A guest that is no Linux and calls itself
      so because it boots then is one comparison away from "Will only load images built for the
      generic loader or Linux images".

      **Who minds:** libxenguest and the dom0 builder, PV (libelf, elf_xen_note_check); PVH needs
      neither.

      **Cure:** both notes, each for what it is:

      ```
          ELFNOTE(Xen, XEN_ELFNOTE_LOADER,   .asciz "generic")
          ELFNOTE(Xen, XEN_ELFNOTE_GUEST_OS, .asciz "MyOS")
      ```
      """#,
    "feature-unknown": #"""
      FEATURES names a feature that loaders do not know.

      A loader knows seven names. An unknown name that is merely offered is ignored, so that a
      misspelt feature is never negotiated; an unknown name that is required (`!name`) makes a loader
      refuse the image without printing a word, and the toolstack then says "no loader found". In the
      `__xen_guest` string the refusal is dropped, but the keys behind FEATURES are lost. A name of
      more than 63 characters is cut in pieces, and "!" alone is a required feature without a name.

      **Who minds:** libxenguest and the dom0 builder (libelf, elf_xen_parse_features).

      **Cure:** the names of `pvkit abi features`, divided by `|` and nothing else:

      ```
          ELFNOTE(Xen, XEN_ELFNOTE_FEATURES, .asciz "!writable_page_tables|pae_pgdir_above_4gb")
      ```
      """#,
    "feature-required": #"""
      The kernel requires a feature that one of the loaders does not grant to a PV guest.

      `!dom0` keeps a kernel from running as a domU, `!auto_translated_physmap` is refused by the
      toolstack and taken by the dom0 builder, and `!supervisor_mode_kernel` is taken by the toolstack
      and makes the hypervisor panic when it builds dom0. The exclamation mark is usually one too many:
      a kernel that can do both says the name without it.

      **Who minds:** see the finding; the others accept the image.

      **Cure:** require only what the kernel cannot do without:

      ```
          ELFNOTE(Xen, XEN_ELFNOTE_FEATURES, .asciz "dom0")   # not "!dom0"
      ```
      """#,
    "dom0-feature": #"""
      SUPPORTED_FEATURES is there and does not have the dom0 bit.

      The note is all or nothing: a kernel without it may become dom0, a kernel with it may only when
      bit XENFEAT_dom0 is set. The hypervisor says "Kernel does not support Dom0 operation" and panics.
      A note written for a PVH guest, with hvm_callback_vector alone, is how it happens.

      **Who minds:** the hypervisor's dom0 builder; libxenguest does not look.

      **Cure:** add the bit if the kernel can drive hardware, and leave it out on purpose if not:

      ```
          ELFNOTE(Xen, XEN_ELFNOTE_SUPPORTED_FEATURES,
                  .long (1 << XENFEAT_writable_page_tables) | (1 << XENFEAT_dom0))
      ```
      """#,
    "pv32-target": #"""
      A 32-bit PV kernel, and the target hypervisor offers no 32-bit PV.

      32-bit PV runs in ring 1, which x86_64 all but dropped; upstream builds without it unless
      CONFIG_PV32 is set, Debian's Xen has it off, and XCP-ng dropped it in 2022. The toolstack then
      says that guest type xen-3.0-x86_32p is not supported, the dom0 builder "Found 32-bit PV kernel,
      but CONFIG_PV32 missing". The pv shim, a small Xen that runs as a PVH guest and has CONFIG_PV32,
      boots such a kernel unchanged, as a domU: `pvkit check --mode shim` asks it, and `pvkit boot --role
      domU` tries it.

      **Who minds:** libxenguest and the dom0 builder on such a hypervisor; `--pv32` says that the
      target has it.

      **Cure:** the shim in the guest's configuration, or a PVH entry in the kernel:

      ```
      type = "pvh"
      pvshim = 1
      kernel = "/boot/vmlinuz-2.6.32-686-bigmem"
      ```
      """#,
    "pae-mode": #"""
      A 32-bit PV kernel does not say that its page tables are PAE.

      Xen runs 32-bit PV guests with PAE page tables only, since 3.3; before, it could be built to run
      those without PAE instead, and for such a release nothing is said. A
      kernel without PAE_MODE "yes" or "bimodal" becomes guest type xen-3.0-x86_32, which no
      hypervisor offers any more; the dom0 builder says "Mismatch between Xen and DOM0 kernel". The
      note and the legacy string differ: `PAE=yes[extended-cr3]` counts in `__xen_guest`, and the same
      value in a PAE_MODE note counts as no.

      **Who minds:** libxenguest and the dom0 builder, 32-bit PV; 64-bit kernels may say "no".

      **Cure:**

      ```
          ELFNOTE(Xen, XEN_ELFNOTE_PAE_MODE, .asciz "yes")
      ```
      """#,
    "phys32-missing": #"""
      There is no PHYS32_ENTRY note: the image cannot be a PVH guest.

      PVH needs one note only, the physical address of a 32-bit entry point. Without it toolstacks
      report what went wrong last and not why: Qubes #3474 saw "can't allocate low memory for domain:
      Out of memory" and "Permission denied" from a kernel older than 4.11, newer ones say "image not
      capable of booting inside a HVM container: Invalid kernel", QEMU "Error loading uncompressed
      kernel without PVH ELF Note". A PV-only image is not wrong; it wants `type = "pv"`.

      **Who minds:** libxenguest with type="pvh", a PVH dom0, QEMU, Cloud Hypervisor, Firecracker,
      GRUB's i386-xen_pvh.

      **Cure:** a Linux of 4.11 or later with CONFIG_PVH, or an entry of your own:

      ```
          ELFNOTE(Xen, XEN_ELFNOTE_PHYS32_ENTRY, .long start32 - VIRT_BASE)
      ```
      """#,
    "virt-base-missing": #"""
      A PV kernel does not say where its memory starts in virtual addresses (VIRT_BASE).

      Loaders then assume 0. With PADDR_OFFSET beside they refuse ("ELF_PADDR_OFFSET set, VIRT_BASE
      unset"); without, they put a kernel that is linked at 0xffffffff80000000 at its physical
      addresses, and the entry is "out of bounds". A kernel that is linked at its physical addresses,
      as GRUB is, needs no VIRT_BASE.

      **Who minds:** libxenguest and the dom0 builder, PV; PVH runs on physical addresses.

      **Cure:**

      ```
          ELFNOTE(Xen, XEN_ELFNOTE_VIRT_BASE, .quad 0xffffffff80000000)
      ```
      """#,
    "address-canonical": #"""
      An address in a note is not canonical: no x86_64 processor can use it.

      Bits 63 to 47 of an address must be alike. The toolstack does not look. The dom0 builder says
      "Failed to load the kernel binary" for VIRT_BASE, and for INIT_P2M the hypervisor itself faults
      and the machine stops. A typing error in a constant, or an address shifted once too often, is
      behind it.

      **Who minds:** the dom0 builder and the processor; libxenguest accepts, and the guest dies.

      **Cure:** let the assembler make the address of a symbol instead of a constant:

      ```
          ELFNOTE(Xen, XEN_ELFNOTE_ENTRY, .quad start)
      ```
      """#,
    "private-area": #"""
      The kernel, or its P2M table, wants virtual addresses that Xen keeps for itself.

      On x86_64 a PV guest shares its address space with the hypervisor, which owns
      0xffff800000000000 up to 0xffff880000000000 (HYPERVISOR_VIRT_START, HYPERVISOR_VIRT_END). The
      dom0 builder says "overlaps with Xen private area"; the toolstack accepts, builds page tables
      there, and the hypervisor refuses them or the guest dies at its first instruction.

      **Who minds:** the dom0 builder; libxenguest does not look.

      **Cure:** link the kernel outside, in the top 2 GiB for instance:

      ```
      VIRT_BASE = 0xffffffff80000000;
      SECTIONS { . = VIRT_BASE + 0x1000000; .text : { *(.text) } }
      ```
      """#,
    "link-address": #"""
      A segment is linked for another virtual address than the one at which PV loaders put it.

      Loaders place a segment by its p_paddr alone and map it at p_paddr − PADDR_OFFSET + VIRT_BASE;
      p_vaddr, for which the code was linked, is read by nobody. When they differ, the first absolute
      address or jump goes astray, far from the cause. PADDR_OFFSET forgotten in a kernel whose p_paddr
      are virtual addresses, and VIRT_BASE with the kernel's start in place of its base, are the usual
      ways. A data segment linked at 0 is taken for per-CPU data, as Linux has it, and passes; so does
      one at 0xffffffffff600000, the page of vsyscalls that x86_64 Linux 2.6 maps there by itself.

      **Who minds:** no loader; the guest dies unless its code does not care where it runs.

      **Cure:** let AT() and the notes use one constant:

      ```
      VIRT_BASE = 0xffffffff80000000;
      SECTIONS {
        . = VIRT_BASE + 0x1000000;
        .text : AT(ADDR(.text) - VIRT_BASE) { *(.text) }   /* PADDR_OFFSET 0 */
      }
      ```
      """#,
    "entry-default": #"""
      There is no ENTRY note, and e_entry, which stands in for it, is not a virtual address of the
      kernel.

      A kernel's e_entry is often physical, for boot loaders that run without paging. A PV loader takes
      it for virtual and says "ELF start or entries are out of bounds". Debian's 6.1 686-pae kernel is
      such an image: it has VIRT_BASE and a PVH entry but, built without 32-bit PV, no ENTRY.

      **Who minds:** libxenguest and the dom0 builder, PV.

      **Cure:** say the PV entry, or run the kernel as PVH when it has PHYS32_ENTRY:

      ```
          ELFNOTE(Xen, XEN_ELFNOTE_ENTRY, .quad start)
      ```
      """#,
    "entry-code": #"""
      The PV entry is not executable code.

      Loaders compare the entry with the kernel's first and last address and are content with anything
      between, the address behind the last byte included. They do not look whether it is in a hole
      between segments, in data, or in bss, which is full of zeros: the guest is built, started, and
      dies at its first instruction without a line on its console.

      **Who minds:** nobody but the processor; flags without PF_X alone do no harm today.

      **Cure:** name the symbol, and let the linker check where it is:

      ```
      ENTRY(start)
      ASSERT(start >= ADDR(.text) && start < ADDR(.text) + SIZEOF(.text), "start is not in .text")
      ```
      """#,
    "hypercall-page": #"""
      HYPERCALL_PAGE is not a page of its own inside the kernel.

      Xen overwrites 4,096 bytes there before the guest runs. The toolstack rounds an unaligned address
      down to its page, the dom0 builder writes at the address as it stands. Whatever shares the page
      is gone: a page over the entry code starts the guest in the middle of a hypercall stub. Outside
      the kernel's memory the dom0 builder says "Invalid HYPERCALL_PAGE field in ELF notes", the
      toolstack refuses late. A missing note is fine: kernels of today find the page by CPUID and MSR,
      or need none.

      **Who minds:** see above; nobody checks whether the page is free.

      **Cure:** reserve and align a whole page:

      ```
          .section .text..hypercall_page, "ax"
          .balign 4096
      hypercall_page:
          .skip 4096
          ELFNOTE(Xen, XEN_ELFNOTE_HYPERCALL_PAGE, .quad hypercall_page)
      ```
      """#,
    "phys32-entry": #"""
      PHYS32_ENTRY is not executable code in a loaded segment, or no 32-bit physical address.

      A PVH guest starts at this physical address in 32-bit mode, without paging. A virtual address in
      the note, as is easily written where the symbol is linked high, is cut to 32 bits: 0xffffffff81000850
      becomes 0x81000850, beyond the guest's memory. Malformed PVH notes are what embox #2468, Solo5
      #332 and torokernel #511 were about.

      **Who minds:** libelf only compares with the kernel's first and last address; QEMU, Cloud
      Hypervisor and Firecracker jump to whatever is there.

      **Cure:** subtract the base that AT() adds:

      ```
          ELFNOTE(Xen, XEN_ELFNOTE_PHYS32_ENTRY, .long start32 - VIRT_BASE)
      ```
      """#,
    "instruction-faults": #"""
      The kernel has instructions that fault outside ring 0.

      A PV kernel runs in ring 3, or in ring 1 on i386. Xen emulates some privileged instructions and
      hands the fault of all others to the kernel, which at that point often has no handler yet: the
      domain dies with "unhandled trap", or with a page fault somewhere else. One finding for each
      class of instruction; `pvkit code` lists every place. What a kernel patches out for PV guests, or
      keeps in functions of the bare machine (pv_ops), does not count; nor does what is expected to
      fault (__ex_table).

      **Who minds:** no loader; the guest dies when it gets there.

      **Cure:** the finding names the hypercall, or what else stands for the instruction:

      ```
      cli                 # vcpu_info->evtchn_upcall_mask = 1
      lgdt                # HYPERVISOR_set_gdt
      hlt                 # HYPERVISOR_sched_op(SCHEDOP_block)
      ```
      """#,
    "instruction-misleads": #"""
      The kernel has instructions that do something else outside ring 0, without a trap.

      These are worse than those that fault, for nobody gets to know: popf leaves the interrupt flag as
      it is, so that a section which believes itself safe is not; pushf always shows interrupts as
      enabled; sgdt and sidt give the hypervisor's tables; cpuid shows features that the domain does
      not have. One finding for each class of instruction; `pvkit code` lists every place.

      **Who minds:** nobody, until something breaks elsewhere.

      **Cure:** keep the state where Xen does:

      ```
      pushf; pop %rax     # vcpu_info->evtchn_upcall_mask
      popf                # write the mask back, then look at evtchn_upcall_pending
      ```
      """#,
    "instruction-conditional": #"""
      The kernel has instructions that Xen carries out only on a condition.

      Ports are for domains with a virtual I/O privilege level of 1; of control registers only some
      bits may change; of model-specific registers a PV guest may touch a few. Whether the condition
      holds is not to be seen from the instruction. One finding for each class; `pvkit code` lists
      every place.

      **Who minds:** no loader; where the condition does not hold, the guest gets a fault.

      **Cure:** see to the condition early, or leave the instruction out:

      ```
      struct physdev_set_iopl iopl = { .iopl = 1 };
      HYPERVISOR_physdev_op(PHYSDEVOP_set_iopl, &iopl);
      ```
      """#,
    "hypercall-sites": #"""
      A call into Xen is made in a wrong way.

      Looked at is every call of the hypercall page and every trap of the kernel's own: whether the
      release has such a call; whether it leads to the start of an entry; whether iret is jumped to;
      whether an argument's register still holds what a call before left in it; and whether a register
      is used afterwards that the call destroys: those of the arguments, and rcx and r11 where a raw
      syscall is made. Xen often leaves these alone, and a debug hypervisor never does.

      **Who minds:** the hypervisor answers -ENOSYS, or does something else than was meant.

      **Cure:** name what the call destroys in the wrapper, as generated shims do:

      ```
      pvkit generate shims
      ```
      """#,
    "segment-truncated": #"""
      A segment's bytes reach past the end of the file.

      Loaders do not refuse it: the copy of that segment is skipped as a whole, without a word, and the
      guest starts in zeros. An image cut off by a full disk or a broken download looks so, and so does
      one whose tail `objcopy` or `dd` removed.

      **Who minds:** nobody refuses it; libxenguest and the dom0 builder (libelf, elf_load_image) leave
      the segment out.

      **Cure:** build or copy the file again; compare its size and its checksum.

      ```
      readelf -lW vmlinux; stat -c %s vmlinux
      ```
      """#,
    "segment-sizes": #"""
      A segment has more bytes in the file than in memory (p_memsz < p_filesz).

      ELF forbids it. The dom0 builder fails to load the kernel; the toolstack marks the image as
      broken, leaves the segment out and goes on. A post-processing tool that grew a section and
      updated one of the two fields is the usual cause.

      **Who minds:** the dom0 builder ("Failed to load the kernel binary"); libxenguest accepts.

      **Cure:** set p_memsz to at least p_filesz, best by linking again.

      ```
      readelf -lW vmlinux    # FileSiz must not exceed MemSiz
      ```
      """#,
    "segment-overlap": #"""
      Two segments want the same physical memory.

      Loaders copy segment after segment in the order of the headers and look at nothing else: the
      later one overwrites the earlier, and its zeroed part wipes what was there. The kernel boots as
      long as what is lost is not used.

      **Who minds:** nobody; both loaders accept it.

      **Cure:** let the location counter run on, and derive AT() from it:

      ```
      .text : AT(ADDR(.text) - VIRT_BASE) { *(.text) } :text
      . = ALIGN(4096);
      .data : AT(ADDR(.data) - VIRT_BASE) { *(.data) } :data
      ```
      """#,
  ]
}
