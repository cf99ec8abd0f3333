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
#include "errors.h"
#include "hypercall.h"
#include "kind.h"

#define PAGE_SHIFT 12
#define PAGE_SIZE (1UL << PAGE_SHIFT)

/* A page of the guest's own whose address gets another frame behind it. */
#define FRAME_WINDOW(name) static char name[PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)))

/* The processor's number of the exception. */
#define TRAP_INVALID_OPCODE 6

/* In nanoseconds, as Xen counts. */
#define SECOND 1000000000ULL

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* Gives 0 or a negative error number; writes its answer into the request. */
#define EVENT_CHANNEL_OP(command, request) \
	event_channel_op(command, request, sizeof(*(request)))

#define barrier() __asm__ volatile("" : : : "memory")

/* main.c */
extern struct shared_info *shared_info;

/* domain.c: what a PV guest does in one way, and a guest in an HVM container in another. */
int domain_open(void *start);
int is_initial_domain(void);
int is_on_shim(void);
int console_place(struct xencons_interface **ring, evtchn_port_t *port);
int has_memory_map(void);
int store_place(struct xenstore_domain_interface **ring, evtchn_port_t *port);
unsigned long frame_of(const void *page);
void *grant_table_place(void);
long initialise_vcpu(unsigned int vcpu, void (*entry)(void), void *stack_end);
long catch_invalid_opcode(void);
long catch_events(void);
void allow_events(int allowed);
extern const char catch_invalid_opcode_by[], catch_events_by[];

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

/* events.c */
long event_channel_op(int command, void *request, size_t size);
int take_pending(evtchn_port_t port);
long close_port(evtchn_port_t port);

/* scheduling.c */
long yield(void);
void shut_down(unsigned int reason) __attribute__((noreturn));
long wait_for_event(evtchn_port_t port, uint64_t deadline);

/* time.c: in nanoseconds since Xen started. */
uint64_t system_time(void);
long await(evtchn_port_t port, uint64_t deadline);

/* store.c: XenStore. Each gives a length, or a negative number. */
int store_open(void);
long store_read(const char *path, char *value, size_t size);
long store_write(const char *path, const char *value);
long store_list(const char *path, char *names, size_t size);

/* grants.c: pages that another domain may use, by their references. */
#define NO_GRANT ((grant_ref_t)-1)
int grants_open(void);
grant_ref_t grant_page(const void *page, domid_t domain, int readonly);
int end_grant(grant_ref_t reference);

/* frontend.c: a device of the domain's, by its two directories in XenStore. */
struct device {
	char directory[64], backend[96];
	domid_t backend_domain;
	evtchn_port_t port;
};
int device_open(struct device *device, const char *kind);
long device_read(const struct device *device, const char *key, char *value, size_t size);
long device_write(const struct device *device, const char *key, unsigned long value);
long device_write_text(const struct device *device, const char *key, const char *value);
long backend_read_number(const struct device *device, const char *key, uint64_t *value);
int device_connect(struct device *device, unsigned long state);
int device_wait(const struct device *device, unsigned long state);
void device_notify(const struct device *device);
int device_close(struct device *device);

/* tests_memory.c: where DOMID_SELF is, for memory_op. */
void *own_domain(void);

/* tests.c */
int tap(int good, const char *format, ...) __attribute__((format(printf, 2, 3)));
unsigned int shutdown_reason(void);
void run_tests(void);

/* tests_*.c: each test prints one line of TAP; NULL ends a group. */
typedef void test_function(void);
extern test_function *const version_tests[];
extern test_function *const console_tests[];
extern test_function *const domain_tests[];
extern test_function *const memory_tests[];
extern test_function *const event_tests[];
extern test_function *const time_tests[];
extern test_function *const vcpu_tests[];
extern test_function *const store_tests[];
extern test_function *const grant_tests[];
extern test_function *const block_tests[];
extern test_function *const network_tests[];
extern test_function *const call_tests[];
extern test_function *const answer_tests[];
extern test_function *const page_tests[];
extern test_function *const shutdown_tests[];

/* In the order in which they run. */
#define TEST_GROUPS version_tests, domain_tests, console_tests, memory_tests, event_tests, \
	time_tests, vcpu_tests, store_tests, grant_tests, block_tests, network_tests, call_tests, \
	answer_tests, page_tests, shutdown_tests

/* What stands on the stack when an exception or an event comes; more follows in 64-bit mode. */
struct interrupt_frame {
	unsigned long ip, cs, flags;
};

/* traps.S */
void trap_invalid_opcode(void);
void event_upcall(void);

/* Called by traps.S. */
void handle_invalid_opcode(struct interrupt_frame *frame);
void handle_events(struct interrupt_frame *frame);

#endif /* GUEST_H */
