/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of this guest of Xen 2.0 share.
 */
#ifndef GUEST_H
#define GUEST_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "xen.h"
#include "errors.h"
#include "hypercall.h"
#include "kind.h"

#define PAGE_SHIFT 12
#define PAGE_SIZE (1UL << PAGE_SHIFT)

/* A page of the guest's own whose address gets another frame behind it. */
#define FRAME_WINDOW(name) static char name[PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)))

/* Bits of a page-table entry. */
#define PTE_PRESENT 0x001U
#define PTE_WRITABLE 0x002U
#define PTE_ACCESSED 0x020U
#define PTE_DIRTY 0x040U

/* The processor's numbers of exceptions. */
#define TRAP_INVALID_OPCODE 6
#define TRAP_DEVICE_MISSING 7
#define TRAP_PROTECTION 13
#define TRAP_PAGE_FAULT 14

/* In nanoseconds, as Xen counts. */
#define MILLISECOND 1000000ULL

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

#define barrier() __asm__ volatile("" : : : "memory")

/* main.c */
extern struct shared_info *shared_info;

/* domain.c */
extern struct start_info *start_info;
extern char virt_base[];
int domain_open(void *start);
int is_initial_domain(void);
unsigned long frame_of(const void *page);
long map_frame(void *window, unsigned long frame, unsigned int rights);
unsigned long *table_entry(const void *page);
unsigned long entry_address(const void *page);
void allow_events(int allowed);
long yield(void);
void shut_down(unsigned int reason) __attribute__((noreturn));
uint64_t system_time(void);

/* console.c */
int console_open(void);
void console_write(const char *text, size_t length);

/* text.c */
size_t text_length(const char *text);
int text_equal(const char *a, const char *b);
int text_number(const char *text, uint64_t *number);
void text_print(char *to, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));
size_t text_format(char *to, size_t size, const char *format, va_list arguments);
void print(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* tests.c */
int tap(int good, const char *format, ...) __attribute__((format(printf, 2, 3)));
unsigned int shutdown_reason(void);
void run_tests(void);

/* tests_*.c: each test prints one line of TAP; NULL ends a group. */
typedef void test_function(void);
extern test_function *const domain_tests[];
extern test_function *const trap_tests[];
extern test_function *const memory_tests[];
extern test_function *const event_tests[];
extern test_function *const call_tests[];

/* In the order in which they run. */
#define TEST_GROUPS domain_tests, trap_tests, memory_tests, event_tests, call_tests

/* What Xen puts on the stack, behind the error code and, on top of that, the address of a page fault. */
struct interrupt_frame {
	unsigned long ip, cs, flags;
};

/* traps.S */
void trap_invalid_opcode(void);
void trap_device_missing(void);
void trap_protection(void);
void trap_page_fault(void);
void event_upcall(void);

/* tests_traps.c, called by traps.S. */
void handle_invalid_opcode(struct interrupt_frame *frame);
void handle_device_missing(struct interrupt_frame *frame);
void handle_protection(unsigned long *words);
void handle_page_fault(unsigned long *words);
void handle_events(struct interrupt_frame *frame);

/* The exceptions so far, the last page fault, and where the guest goes on after one. */
extern volatile unsigned int exceptions[32];
extern volatile unsigned long fault_address, fault_error, resume_at;
int faults(const volatile void *address);
long catch_exceptions(void);

/* tests_events.c */
long catch_events(void);

#endif /* GUEST_H */
