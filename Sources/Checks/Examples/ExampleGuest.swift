// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// A guest without defects, as assembly and a linker script: the frame that the lines of an example
/// change.
public struct ExampleGuest {
  private let example: RuleExample
  private let side: RuleExample.Side

  /// Makes the guest with one side of an example.
  public init(_ example: RuleExample, _ side: RuleExample.Side) {
    (self.example, self.side) = (example, side)
  }

  /// The source files, by name.
  public var files: [(name: String, text: String)] {
    [("guest.S", assembly), ("guest.lds", script)]
      + (side.commands.contains("bzimage.S") ? [("bzimage.S", Self.bzImage)] : [])
  }

  /// The shell commands that build `guest` from the files, in their directory.
  public var commands: String {
    let emulation = example.bits == 64 ? "elf_x86_64" : "elf_i386"
    return """
      gcc -m\(example.bits) -c guest.S -o guest.o
      ld -m \(emulation) -T guest.lds -o guest guest.o
      \(side.commands)
      """
  }

  // MARK: assembly

  private var base: String { example.bits == 64 ? "0xffffffff80000000" : "0xc0000000" }
  private var word: String { example.bits == 64 ? ".quad" : ".long" }

  private var notes: [(note: XenNote, value: String)] {
    [
      (.xenVersion, ".asciz, \"xen-3.0\""), (.guestOS, ".asciz, \"example\""),
      (.loader, ".asciz, \"generic\""), (.virtBase, "\(word), VIRT_BASE"),
      (.paddrOffset, "\(word), 0"), (.entry, "\(word), start"),
      (.phys32Entry, ".long, start - VIRT_BASE"), (.paeMode, ".asciz, \"yes\""),
    ].filter { note, _ in
      !example.without.contains { $0.number == note.number }
        && (note.number != XenNote.paeMode.number || example.bits == 32)
    }
  }

  private var assembly: String {
    let numbers = XenNote.all.map { ".set XEN_ELFNOTE_\($0.name), \($0.number)" }
    let own = notes.map { "NOTE \($0.note.name), \($0.value)" }
    // If a side defines `start` itself, the frame does not.
    let all = example.wrong.lines + example.right.lines
    let code = all.contains("start:") ? [] : [".text", "start: jmp start"]
    let lines =
      numbers + [".set VIRT_BASE, \(base)", ".globl start", Self.macro] + own + code
      + [".data", ".long 1", side.lines]
    return lines.joined(separator: "\n") + "\n"
  }

  private static let macro = """
    .macro NOTE name, kind, value:vararg
      .pushsection .note.Xen, "a", @note
      .balign 4
      .long 4, 9f - 8f, XEN_ELFNOTE_\\name
      .asciz "Xen"
    8:  \\kind \\value
    9:  .balign 4
      .popsection
    .endm
    """

  // MARK: linker script

  private var script: String {
    let whole = """
      VIRT_BASE = \(base);
      ENTRY(start)
      PHDRS { text PT_LOAD FLAGS(5); data PT_LOAD FLAGS(6); note PT_NOTE FLAGS(4); }
      SECTIONS {
        . = VIRT_BASE + 0x100000;
        .text : AT(ADDR(.text) - VIRT_BASE) { *(.text) } :text
        .note.Xen : AT(ADDR(.note.Xen) - VIRT_BASE) { KEEP(*(.note.*)) } :text :note
        . = ALIGN(4096);
        .data : AT(ADDR(.data) - VIRT_BASE) { *(.data) } :data
        .bss : AT(ADDR(.bss) - VIRT_BASE) { *(.bss) } :data
        __xen_guest 0 : { KEEP(*(__xen_guest)) } :NONE
        /DISCARD/ : { *(.note.GNU-stack) *(.comment) *(.eh_frame) }
      }

      """
    guard let replaced = example.replaced, let line = side.script else { return whole }
    return whole.replacing(replaced, with: line)
  }

  /// A boot sector followed by the payload, with the version PROTOCOL of the boot protocol
  /// (Documentation/x86/boot.rst).
  private static let bzImage = """
      .org 0x1f1
      .byte 1
      .org 0x1fe
      .word 0xaa55
      .org 0x202
      .ascii "HdrS"
      .word PROTOCOL
      .org 0x211
      .byte 1
      .org 0x248
      .long 0, 2f - 1f
      .org 0x400
    1:  .incbin "payload"
    2:

    """
}
