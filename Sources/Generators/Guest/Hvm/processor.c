/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The processor's table of interrupts, which a guest in an HVM container keeps itself.
 */
#include "guest.h"
#include "hvm.h"

struct gate {
	uint16_t address_low;
	uint16_t selector;
	uint16_t type;
	uint16_t address_middle;
#ifdef __x86_64__
	uint32_t address_high;
	uint32_t reserved;
#endif
};

/* Present, for the kernel, interrupts off. */
#define INTERRUPT_GATE 0x8e00

/* As start.S has it. */
#define CODE_SELECTOR 8

static struct gate gates[256];

void set_gate(unsigned int vector, void (*handler)(void))
{
	unsigned long address = (unsigned long)handler;
	struct gate *gate = &gates[vector];

	gate->address_low = (uint16_t)address;
	gate->selector = CODE_SELECTOR;
	gate->address_middle = (uint16_t)(address >> 16);
#ifdef __x86_64__
	gate->address_high = (uint32_t)(address >> 32);
#endif
	gate->type = INTERRUPT_GATE;
}

void processor_open(void)
{
	struct {
		uint16_t limit;
		unsigned long base;
	} __attribute__((packed)) table = { sizeof(gates) - 1, (unsigned long)gates };

	__asm__ volatile("lidt %0" : : "m" (table));
}
