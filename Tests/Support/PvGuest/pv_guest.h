// SPDX-License-Identifier: GPL-2.0-only
// What the tests' own PV64 guests share: notes, entry, hypercalls. All numbers come from libxen-dev's
// headers. A guest is one C file that includes this and has guest_main().
#include <stdint.h>
#include <xen/xen.h>
#include <xen/elfnote.h>
#include <xen/io/console.h>
#include <xen/sched.h>

#define TEXT_(x) #x
#define TEXT(x) TEXT_(x)
#define NOTE(type, descriptor) \
  asm(".pushsection .note.Xen, \"a\", @note; .balign 4; .long 4, 2f - 1f, " TEXT(type) \
      "; .asciz \"Xen\"; 1: " descriptor "; 2: .balign 4; .popsection")

#ifndef NO_VERSION
NOTE(XEN_ELFNOTE_XEN_VERSION, ".asciz \"xen-3.0\"");
#endif
NOTE(XEN_ELFNOTE_LOADER, ".asciz \"generic\"");
NOTE(XEN_ELFNOTE_ENTRY, ".quad _start");
NOTE(XEN_ELFNOTE_VIRT_BASE, ".quad 0xffffffff80000000");
NOTE(XEN_ELFNOTE_PADDR_OFFSET, ".quad 0");
NOTE(XEN_ELFNOTE_HYPERCALL_PAGE, ".quad hypercall_page");

asm(".bss; .balign 16; .skip 16384; stack_top:\n"
    ".text; .balign 4096; .globl hypercall_page; hypercall_page: .skip 4096\n"
    ".globl _start; _start: lea stack_top(%rip), %rsp; mov %rsi, %rdi; call guest_main; ud2\n");

extern char hypercall_page[];

static long hypercall(unsigned number, long first, const void *second, const void *third) {
  long result;
  asm volatile("call *%4"
               : "=a"(result), "+D"(first), "+S"(second), "+d"(third)
               : "r"(hypercall_page + 32 * number)
               : "memory", "rcx", "r8", "r9", "r10", "r11");
  return result;
}

__attribute__((used)) static void shut_down(unsigned reason) {
  struct sched_shutdown shutdown = {.reason = reason};
  hypercall(__HYPERVISOR_sched_op, SCHEDOP_shutdown, &shutdown, 0);
}
