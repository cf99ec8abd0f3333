// SPDX-License-Identifier: GPL-2.0-only
// A PV64 guest that executes one instruction after another (probes.S), catches what faults, and
// prints a line for each: its number, the vector or -1, and what it left in rax.
#include "pv_guest.h"
#include <xen/physdev.h>

struct probe {
  long (*code)(void);
  long iopl;
};
extern const struct probe probes[];
extern const long probe_count;
extern volatile long vector;
extern void trap_de(void), trap_db(void), trap_bp(void), trap_of(void), trap_ud(void),
    trap_ss(void), trap_gp(void), trap_pf(void), trap_80(void);
long run_probe(long (*code)(void));

// A trap leads straight back to where the probe was called: nothing of its frame is needed.
asm(".text\n"
    ".macro trap name, number\n"
    ".globl trap_\\name; trap_\\name: movq $\\number, vector(%rip); jmp recovered\n"
    ".endm\n"
    "trap de, 0; trap db, 1; trap bp, 3; trap of, 4; trap ud, 6\n"
    "trap ss, 12; trap gp, 13; trap pf, 14; trap 80, 0x80\n"
    "run_probe: push %rbx; push %rbp; push %r12; push %r13; push %r14; push %r15\n"
    "mov %rsp, saved_rsp(%rip); movq $-1, vector(%rip); call *%rdi; jmp 1f\n"
    "recovered: xor %eax, %eax\n"
    "1: mov saved_rsp(%rip), %rsp\n"
    "cld; pop %r15; pop %r14; pop %r13; pop %r12; pop %rbp; pop %rbx; ret\n"
    ".bss; .balign 8; .globl vector; vector: .skip 8; saved_rsp: .skip 8\n"
    ".globl vcpu; vcpu: .skip 8\n.text\n");

extern struct shared_info *vcpu;

static char line[80];
static long used;

static void put(char c) {
  if (used < (long)sizeof(line)) line[used++] = c;
}

static void put_hex(unsigned long number) {
  for (int shift = 60; shift >= 0; shift -= 4) put("0123456789abcdef"[number >> shift & 15]);
}

static void report(long index, long value) {
  used = 0;
  put('#');
  put(' ');
  put_hex(index);
  put(' ');
  put_hex(vector);
  put(' ');
  put_hex(value);
  put('\n');
  hypercall(__HYPERVISOR_console_io, CONSOLEIO_write, (void *)used, line);
}

// The page of shared_info, mapped by writing a page-table entry.
static char window[4096] __attribute__((aligned(4096)));

#define KERNEL_TRAP(number, name) {number, 0, FLAT_KERNEL_CS, (unsigned long)trap_##name}

void guest_main(struct start_info *start) {
  static const struct trap_info traps[] = {
      KERNEL_TRAP(0, de),  KERNEL_TRAP(1, db),  KERNEL_TRAP(3, bp),
      KERNEL_TRAP(4, of),  KERNEL_TRAP(6, ud),  KERNEL_TRAP(12, ss),
      KERNEL_TRAP(13, gp), KERNEL_TRAP(14, pf), {0x80, 3, FLAT_KERNEL_CS, (unsigned long)trap_80},
      {0, 0, 0, 0}};
  vcpu = (struct shared_info *)window;
  if (hypercall(__HYPERVISOR_update_va_mapping, (long)window,
                (void *)(start->shared_info | 0x63), (void *)UVMF_INVLPG) ||
      hypercall(__HYPERVISOR_set_trap_table, (long)traps, 0, 0))
    shut_down(SHUTDOWN_crash);
  for (long index = 0; index < probe_count; index++) {
    struct physdev_set_iopl iopl = {.iopl = probes[index].iopl};
    hypercall(__HYPERVISOR_physdev_op, PHYSDEVOP_set_iopl, &iopl, 0);
    report(index, run_probe(probes[index].code));
  }
  shut_down(SHUTDOWN_poweroff);
}
