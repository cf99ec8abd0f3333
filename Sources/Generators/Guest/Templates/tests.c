/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One test for each thing that a guest asks of Xen, each through its hypercall shim.
 */
#include "guest.h"

#define SECOND 1000000000UL
#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static unsigned int tap_number;
static unsigned int tap_failed;

int tap(int good, const char *format, ...)
{
	char text[192];
	va_list arguments;

	va_start(arguments, format);
	text_format(text, sizeof(text), format, arguments);
	va_end(arguments);
	if (!good)
		tap_failed++;
	print("%s %u - %s\n", good ? "ok" : "not ok", ++tap_number, text);
	return good;
}

unsigned int tap_failures(void)
{
	return tap_failed;
}

/* Version */

static void test_version(void)
{
	long version = HYPERVISOR_xen_version(XENVER_version, NULL);

	tap(version > 0, "xen_version %ld.%ld", version >> 16, version & 0xffff);
}

static void test_extraversion(void)
{
	char text[16] = "";
	long error = HYPERVISOR_xen_version(XENVER_extraversion, text);

	text[sizeof(text) - 1] = '\0';
	tap(error == 0 && text_length(text) > 0, "extraversion %s", text);
}

static void test_features(void)
{
	static const char *const names[] = XEN_FEATURE_NAMES;
	struct xen_feature_info info = { .submap_idx = 0 };
	long error = HYPERVISOR_xen_version(XENVER_get_features, &info);
	char text[160];
	size_t used = 0;
	unsigned int bit;

	for (bit = 0; bit < LENGTH(names); bit++) {
		const char *name = names[bit];

		if (!(info.submap & (1U << bit)) || name == NULL)
			continue;
		if (used < sizeof(text) - 1)
			text[used++] = ' ';
		while (*name != '\0' && used < sizeof(text) - 1)
			text[used++] = *name++;
	}
	text[used] = '\0';
	tap(error == 0 && info.submap != 0, "features 0x%x:%s", info.submap, text);
}

static void test_platform(void)
{
	struct xen_platform_parameters parameters = { .virt_start = 0 };
	long error = HYPERVISOR_xen_version(XENVER_platform_parameters, &parameters);

	tap(error == 0 && parameters.virt_start == __HYPERVISOR_VIRT_START,
	    "platform_parameters virt_start 0x%lx", parameters.virt_start);
}

/* What the loader left */

static void test_start_info(void)
{
	char magic[sizeof(start_info->magic) + 1];
	size_t i;

	for (i = 0; i < sizeof(start_info->magic); i++)
		magic[i] = start_info->magic[i];
	magic[i] = '\0';
	tap(text_equal(magic, "xen-3.0-x86_64"), "start_info magic %s, %lu pages", magic,
	    start_info->nr_pages);
}

static void test_console(void)
{
	static const char text[] = "# console: written by hypercall\n";
	long result = HYPERVISOR_console_io(CONSOLEIO_write, sizeof(text) - 1, (char *)text);

	if (is_initial_domain())
		tap(result == 0, "console_io write: %ld", result);
	else
		/* Xen shows other domains' text only in debug builds. */
		tap(result == 0 || result == -XEN_EPERM, "console ring at frame 0x%lx, port %u",
		    start_info->console.domU.mfn, start_info->console.domU.evtchn);
}

static void test_shared_info(void)
{
	struct vcpu_info *vcpu = &shared_info->vcpu_info[0];

	tap(vcpu->evtchn_upcall_mask == 1 && vcpu->time.version != 0,
	    "shared_info mapped: events masked, time version %u", vcpu->time.version);
}

/* Memory */

static void test_memory(void)
{
	domid_t domain = DOMID_SELF;
	long current = HYPERVISOR_memory_op(XENMEM_current_reservation, &domain);
	long maximum = HYPERVISOR_memory_op(XENMEM_maximum_reservation, &domain);

	tap(current >= (long)start_info->nr_pages && maximum >= current,
	    "memory_op reservation %ld pages, maximum %ld", current, maximum);
}

static void test_memory_map(void)
{
	static char entries[20 * 32];
	struct xen_memory_map map = { .nr_entries = 32 };
	long error;

	set_xen_guest_handle(map.buffer, entries);
	error = HYPERVISOR_memory_op(XENMEM_memory_map, &map);
	/* Xen keeps no map for the initial domain. */
	tap(is_initial_domain() ? error == -XEN_ENOSYS : error == 0 && map.nr_entries > 0,
	    "memory_op memory_map: %ld, %u entries", error, map.nr_entries);
}

static void test_grant_table(void)
{
	struct gnttab_query_size query = { .dom = DOMID_SELF };
	long error = HYPERVISOR_grant_table_op(GNTTABOP_query_size, &query, 1);

	tap(error == 0 && query.status == GNTST_okay && query.max_nr_frames > 0,
	    "grant_table_op query_size %u of %u frames", query.nr_frames, query.max_nr_frames);
}

/* Events */

static int take_pending(evtchn_port_t port)
{
	unsigned long *word = &shared_info->evtchn_pending[port / (8 * sizeof(*word))];
	unsigned long bit = 1UL << (port % (8 * sizeof(*word)));

	return (__atomic_fetch_and(word, ~bit, __ATOMIC_SEQ_CST) & bit) != 0;
}

static void close_port(evtchn_port_t port)
{
	struct evtchn_close request = { .port = port };

	HYPERVISOR_event_channel_op(EVTCHNOP_close, &request);
}

static void test_event_channel(void)
{
	struct evtchn_alloc_unbound near = { .dom = DOMID_SELF, .remote_dom = DOMID_SELF };
	struct evtchn_bind_interdomain far = { .remote_dom = DOMID_SELF };
	struct evtchn_send send;
	long error = HYPERVISOR_event_channel_op(EVTCHNOP_alloc_unbound, &near);
	int before, after;

	far.remote_port = near.port;
	if (error == 0)
		error = HYPERVISOR_event_channel_op(EVTCHNOP_bind_interdomain, &far);
	before = take_pending(near.port);
	send.port = far.local_port;
	if (error == 0)
		error = HYPERVISOR_event_channel_op(EVTCHNOP_send, &send);
	after = take_pending(near.port);
	tap(error == 0 && !before && after, "event_channel_op loopback from port %u to %u: %ld",
	    far.local_port, near.port, error);
	close_port(far.local_port);
	close_port(near.port);
}

static volatile unsigned int upcalls;

/* Xen calls the guest again only after both are clear. */
static void acknowledge_upcall(void)
{
	struct vcpu_info *vcpu = &shared_info->vcpu_info[0];

	__atomic_store_n(&vcpu->evtchn_upcall_pending, 0, __ATOMIC_SEQ_CST);
	__atomic_store_n(&vcpu->evtchn_pending_sel, 0, __ATOMIC_SEQ_CST);
}

void handle_events(struct interrupt_frame *frame)
{
	(void)frame;
	acknowledge_upcall();
	upcalls++;
}

static void test_upcall(void)
{
	struct evtchn_bind_ipi ipi = { .vcpu = 0 };
	volatile struct vcpu_info *vcpu = &shared_info->vcpu_info[0];
	struct evtchn_unmask unmask;
	struct evtchn_send send;
	long error = HYPERVISOR_set_callbacks((unsigned long)event_upcall,
					      (unsigned long)failsafe_upcall, 0);

	if (error == 0)
		error = HYPERVISOR_event_channel_op(EVTCHNOP_bind_ipi, &ipi);
	unmask.port = send.port = ipi.port;
	if (error == 0)
		error = HYPERVISOR_event_channel_op(EVTCHNOP_unmask, &unmask);
	acknowledge_upcall();
	vcpu->evtchn_upcall_mask = 0;
	if (error == 0)
		error = HYPERVISOR_event_channel_op(EVTCHNOP_send, &send);
	vcpu->evtchn_upcall_mask = 1;
	tap(error == 0 && upcalls == 1 && take_pending(ipi.port),
	    "set_callbacks: %u upcall on port %u: %ld", upcalls, ipi.port, error);
	close_port(ipi.port);
}

/* Time */

static uint64_t read_tsc(void)
{
	uint32_t low, high;

	__asm__ volatile("rdtsc" : "=a" (low), "=d" (high));
	return (uint64_t)high << 32 | low;
}

static uint64_t scale(uint64_t ticks, uint32_t multiplier, int shift)
{
	uint64_t product, low;

	ticks = shift < 0 ? ticks >> -shift : ticks << shift;
	__asm__("mulq %[multiplier]"
		: "=a" (low), "=d" (product)
		: "a" (ticks), [multiplier] "r" ((uint64_t)multiplier)
		: "cc");
	return product << 32 | low >> 32;
}

/* Nanoseconds since Xen started. */
static uint64_t system_time(void)
{
	volatile struct vcpu_time_info *time = &shared_info->vcpu_info[0].time;
	uint64_t now;
	uint32_t version;

	do {
		version = time->version;
		barrier();
		now = time->system_time + scale(read_tsc() - time->tsc_timestamp,
						time->tsc_to_system_mul, time->tsc_shift);
		barrier();
	} while ((version & 1) != 0 || version != time->version);
	return now;
}

static void test_time(void)
{
	uint64_t first = system_time(), last = first;
	unsigned int i;

	for (i = 0; i < 1000 && last - first < SECOND / 1000; i++) {
		HYPERVISOR_sched_op(SCHEDOP_yield, NULL);
		last = system_time();
	}
	tap(first > 0 && last > first && last - first < 3600 * SECOND,
	    "vcpu_time_info: %lu ns, then %lu ns later", first, last - first);
}

/* Waits for the port, past wake-ups by others; 0 or a negative error number. */
static long await(evtchn_port_t port, uint64_t deadline)
{
	struct sched_poll poll = { .nr_ports = 1, .timeout = deadline };
	long error = 0;

	set_xen_guest_handle(poll.ports, &port);
	while (error == 0 && !take_pending(port)) {
		if (system_time() >= deadline)
			return -XEN_ETIME;
		error = HYPERVISOR_sched_op(SCHEDOP_poll, &poll);
	}
	return error;
}

static void test_timer(void)
{
	struct evtchn_bind_virq timer = { .virq = VIRQ_TIMER, .vcpu = 0 };
	uint64_t start, end;
	long error = HYPERVISOR_event_channel_op(EVTCHNOP_bind_virq, &timer);

	if (error == 0)
		error = HYPERVISOR_vcpu_op(VCPUOP_stop_periodic_timer, 0, NULL);
	take_pending(timer.port);
	start = system_time();
	if (error == 0)
		error = HYPERVISOR_set_timer_op(start + SECOND / 50);
	if (error == 0)
		error = await(timer.port, start + 10 * SECOND);
	end = system_time();
	tap(error == 0 && end >= start + SECOND / 50,
	    "set_timer_op: VIRQ_TIMER after %lu us: %ld", (end - start) / 1000, error);
	close_port(timer.port);
}

/* vCPUs */

static void test_yield(void)
{
	long error = HYPERVISOR_sched_op(SCHEDOP_yield, NULL);

	tap(error == 0, "sched_op yield: %ld", error);
}

static void test_vcpu(void)
{
	long first = HYPERVISOR_vcpu_op(VCPUOP_is_up, 0, NULL);
	long other = HYPERVISOR_vcpu_op(VCPUOP_is_up, XEN_LEGACY_MAX_VCPUS * 1024, NULL);

	tap(first == 1 && other == -XEN_ENOENT, "vcpu_op is_up: %ld, without such a vCPU %ld",
	    first, other);
}

static void test_runstate(void)
{
	struct vcpu_runstate_info info = { .state = -1 };
	long error = HYPERVISOR_vcpu_op(VCPUOP_get_runstate_info, 0, &info);

	tap(error == 0 && info.state == RUNSTATE_running && info.time[RUNSTATE_running] > 0,
	    "vcpu_op get_runstate_info: running for %lu us", info.time[RUNSTATE_running] / 1000);
}

/* Calls in general */

static void test_multicall(void)
{
	struct multicall_entry calls[2] = {
		{ .op = __HYPERVISOR_xen_version, .args = { XENVER_version } },
		{ .op = __HYPERVISOR_vcpu_op, .args = { VCPUOP_is_up, 0, 0 } },
	};
	long error = HYPERVISOR_multicall(calls, LENGTH(calls));
	long version = HYPERVISOR_xen_version(XENVER_version, NULL);

	tap(error == 0 && (long)calls[0].result == version && calls[1].result == 1,
	    "multicall: %ld, results 0x%lx and %lu", error, calls[0].result, calls[1].result);
}

static void test_refused(void)
{
	/* A stub of the page takes no argument, so C can call it. */
	long (*stub)(void) = (long (*)(void))(void *)(
		hypercall_page + __HYPERVISOR_arch_7 * XEN_HYPERCALL_ENTRY_SIZE);
	long result = stub();

	tap(result == -XEN_ENOSYS, "number %d refused: %ld", __HYPERVISOR_arch_7, result);
}

static volatile unsigned int invalid_opcodes;

void handle_invalid_opcode(struct interrupt_frame *frame)
{
	invalid_opcodes++;
	frame->rip += 2; /* past the ud2 */
}

static void test_exception(void)
{
	static const struct trap_info table[] = {
		{ .vector = TRAP_INVALID_OPCODE, .cs = FLAT_KERNEL_CS, .address = (unsigned long)trap_invalid_opcode },
		{ .vector = 0, .address = 0 },
	};
	long error = HYPERVISOR_set_trap_table(table);

	if (error == 0)
		__asm__ volatile("ud2" : : : "memory");
	tap(error == 0 && invalid_opcodes == 1, "set_trap_table: %u invalid opcode caught: %ld",
	    invalid_opcodes, error);
}

/* The call itself does not return: this line stands for the attempt. */
static void test_shutdown(void)
{
	tap(1, "sched_op shutdown follows");
}

test_function *const tests[] = {
	test_version,
	test_extraversion,
	test_features,
	test_platform,
	test_start_info,
	test_console,
	test_shared_info,
	test_memory,
	test_memory_map,
	test_grant_table,
	test_event_channel,
	test_upcall,
	test_time,
	test_timer,
	test_yield,
	test_vcpu,
	test_runstate,
	test_multicall,
	test_refused,
	test_exception,
	test_shutdown,
};

const unsigned int test_count = LENGTH(tests);
