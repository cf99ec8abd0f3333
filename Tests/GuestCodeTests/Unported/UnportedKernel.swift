// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

/// A small kernel for the bare machine, of the shape that Linux had before it knew of Xen: entries
/// in assembly, everything else inline in C.
enum UnportedKernel {
  /// Into the kernel and out of it.
  static let entry = """
    .text
    .globl system_call
    system_call:
      swapgs
      mov %rsp, %gs:8
      mov %gs:0, %rsp
      sti
      push %rcx; push %r11; push %rax
      call *table(,%rax,8)
      cli
      pop %rax; pop %r11; pop %rcx
      testl $64, %gs:16
      jnz iret_path
      mov %gs:8, %rsp
      swapgs
      sysretq
    iret_path:
      swapgs
    iret_label:
      iretq
    .globl page_fault
    page_fault:
      cld
      push %rdi; push %rsi
      testl $3, 32(%rsp)
      je 1f
      swapgs
    1: mov %cr2, %rdi
      call do_page_fault
      cli
      pop %rsi; pop %rdi
      add $8, %rsp
      jmp iret_path
    .globl thread_return
    thread_return:
      pushf
      pop %rbx
      push %rbx
      popf
      ret
    .section .init.text, "ax"
    .globl startup
    startup:
      lgdt descriptor
      mov $0xc0000080, %ecx
      rdmsr
      bts $0, %eax
      wrmsr
      mov $page_table, %rax
      mov %rax, %cr3
      cpuid
      lidt descriptor
      lretq
    .section __ex_table, "a"
    .quad iret_label, iret_path
    .data
    table: .quad do_page_fault
    descriptor: .word 0; .quad 0
    page_table: .quad 0

    """

  /// What inline functions make of everything else; `long` is the width of a register.
  static let core = """
    typedef unsigned long word;
    static inline word save(void)
    { word f; asm volatile("pushf; pop %0; cli" : "=g"(f) :: "memory"); return f; }
    static inline void restore(word f) { asm volatile("push %0; popf" :: "g"(f) : "memory"); }
    static inline unsigned char inb(unsigned short p)
    { unsigned char v; asm volatile("inb %w1,%b0" : "=a"(v) : "Nd"(p)); return v; }
    static inline void outb(unsigned char v, unsigned short p)
    { asm volatile("outb %b0,%w1" :: "a"(v), "Nd"(p)); }
    static int lock;
    int counter;
    void do_page_fault(void) { word f = save(); counter++; lock = 0; restore(f); }
    void idle(int halts)
    { for (;;) { asm volatile("cli"); if (halts) asm volatile("sti; hlt");
        else asm volatile("sti"); } }
    void cpu_init(word cr4, void *gdt, void *idt)
    { asm volatile("lgdt (%0); lidt (%1)" :: "r"(gdt), "r"(idt) : "memory");
      asm volatile("ltr %w0; lldt %w1" :: "r"(64), "r"(0));
      asm volatile("mov %0, %%cr4" :: "r"(cr4));
      asm volatile("clts"); }
    void flush(word address, int all)
    { word r; if (all) asm volatile("mov %%cr3, %0; mov %0, %%cr3" : "=&r"(r) :: "memory");
      else asm volatile("invlpg (%0)" :: "r"(address) : "memory"); }
    int cmos(int at) { word f = save(); outb(at, 0x70); int v = inb(0x71); restore(f); return v; }
    void disk(void *to, int n)
    { asm volatile("rep insl" : "+D"(to), "+c"(n) : "d"(0x1f0) : "memory");
      asm volatile("rep outsw" : "+S"(to), "+c"(n) : "d"(0x1f0) : "memory"); }
    int safe(unsigned m)
    { unsigned a, d; asm volatile("1: rdmsr; 2:\\n.section __ex_table,\\"a\\"\\n"
        PAIR " 1b, 2b\\n.previous" : "=a"(a), "=d"(d) : "c"(m)); return a; }
    void restart(void) { asm volatile("lidt counter; int3"); for (;;) asm volatile("hlt"); }
    void cache(void) { asm volatile("wbinvd"); }

    """

  /// The object of it, in that folder.
  static func build(bits: Int, in folder: String) throws -> String {
    try compile(
      core, ["-x", "c", "-DPAIR=\".\(bits == 64 ? "quad" : "long")\""], bits, folder + "/core.o")
    guard bits == 64 else { return folder + "/core.o" }
    try compile(entry, ["-x", "assembler"], bits, folder + "/entry.o")
    let object = folder + "/built-in.o"
    let linked = try Command.run(
      ["ld", "-r", "-o", object, folder + "/entry.o", folder + "/core.o"])
    try #require(linked.status == 0, "\(linked.errors)")
    return object
  }

  private static func compile(
    _ source: String, _ flags: [String], _ bits: Int, _ object: String
  ) throws {
    let made = try Command.run(
      ["gcc", "-m\(bits)", "-O2", "-ffreestanding", "-fno-pie", "-fno-stack-protector"]
        + ["-fcf-protection=none", "-fno-asynchronous-unwind-tables"]
        + (bits == 64 ? ["-mcmodel=kernel", "-mno-red-zone"] : [])
        + flags + ["-c", "-o", object, "-"], input: Array(source.utf8))
    try #require(made.status == 0, "\(made.errors)")
  }
}
