/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of this guest share.
 */
#ifndef GUEST_H
#define GUEST_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "xen.h"
#include "hypercall.h"

#define PAGE_SHIFT 12
#define PAGE_SIZE (1UL << PAGE_SHIFT)

/* Bits of a page-table entry. */
#define PTE_PRESENT 0x001UL
#define PTE_WRITABLE 0x002UL
#define PTE_ACCESSED 0x020UL
#define PTE_DIRTY 0x040UL

/* A page of the guest's own whose address gets another frame behind it. */
#define FRAME_WINDOW(name) static char name[PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)))

/* The processor's number of the exception. */
#define TRAP_INVALID_OPCODE 6

/* In nanoseconds, as Xen counts. */
#define SECOND 1000000000UL

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

#define barrier() __asm__ volatile("" : : : "memory")

/* main.c */
extern struct start_info *start_info;
extern struct shared_info *shared_info;
int is_initial_domain(void);
int map_frame(void *window, unsigned long frame);

/* console.c */
int console_open(void);
void console_write(const char *text, size_t length);

/* text.c */
size_t text_length(const char *text);
int text_equal(const char *a, const char *b);
size_t text_format(char *to, size_t size, const char *format, va_list arguments);
void print(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* events.c */
int take_pending(evtchn_port_t port);
long close_port(evtchn_port_t port);

/* tests.c */
int tap(int good, const char *format, ...) __attribute__((format(printf, 2, 3)));
unsigned int shutdown_reason(void);
void run_tests(void);

/* tests_*.c: each test prints one line of TAP; NULL ends a group. */
typedef void test_function(void);
extern test_function *const version_tests[];
extern test_function *const start_tests[];
extern test_function *const memory_tests[];
extern test_function *const event_tests[];
extern test_function *const time_tests[];
extern test_function *const vcpu_tests[];
extern test_function *const call_tests[];
extern test_function *const page_tests[];
extern test_function *const shutdown_tests[];

/* What stands on the stack when an exception or an event comes. */
struct interrupt_frame {
	uint64_t rip, cs, rflags, rsp, ss;
};

/* traps.S */
void trap_invalid_opcode(void);
void event_upcall(void);
void failsafe_upcall(void);

/* Called by traps.S. */
void handle_invalid_opcode(struct interrupt_frame *frame);
void handle_events(struct interrupt_frame *frame);

#endif /* GUEST_H */
