// SPDX-License-Identifier: GPL-2.0-only
// The smallest PV64 guest that the lab's tests need: it prints one line and then ends as the macro
// ENDING says.
#include "pv_guest.h"

static void print(const char *text) {
  long count = 0;
  while (text[count]) count++;
  hypercall(__HYPERVISOR_console_io, CONSOLEIO_write, (void *)count, text);
}

__attribute__((used, noinline)) static void dies_here(void) { asm volatile("ud2"); }

__attribute__((used)) static void wait_a_while(void) {
  for (volatile long i = 0; i < 10000000; i++);
}

__attribute__((used)) static void block(void) {
  for (;;) hypercall(__HYPERVISOR_sched_op, SCHEDOP_block, 0, 0);
}

void guest_main(void) {
  print("hello from the guest\n");
  print("no end of line");
  ENDING;
}
