/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Harmless calls, answers and refusals. They are known of one release: on others, one that differs
 * is told and is no failure.
 */
#include "answers.h"

long one_multicall(struct multicall_entry *entry)
{
	long error = HYPERVISOR_multicall(entry, 1);

	return error != 0 ? error : (long)entry->result;
}

static long expected_answer(const struct call *call)
{
	if (is_initial_domain())
		return call->dom0;
	return is_on_shim() ? call->shim : call->domU;
}

/* How many differ: one or none. */
static unsigned int differs(const char *name, const struct call *call, const char *way,
			    long result)
{
	long expected = expected_answer(call);

	if (call->at_least ? result >= expected : result == expected)
		return 0;
	print("# %s%s(%s): %ld rather than %ld\n", way, name, call->arguments, result, expected);
	return 1;
}

/* The line of TAP. */
void report_answers(const char *name, unsigned int count, unsigned int differ)
{
	int is_known = HYPERVISOR_xen_version(XENVER_version, NULL) == answers_version;

	tap(differ == 0 || !is_known, "%s: %u answers, %u differ%s", name, count, differ,
	    is_known ? "" : " # SKIP they are another release's");
}

void check_answers(const char *name, const struct call *calls, unsigned int count)
{
	unsigned int i, differ = 0;

	for (i = 0; i < count; i++) {
		const struct call *call = &calls[i];

		differ += differs(name, call, "", call->make());
		if (call->make_multicall != NULL)
			differ += differs(name, call, "multicall of ", call->make_multicall());
	}
	report_answers(name, count, differ);
}

/* Whether a number that is no call got another answer than that. */
unsigned int is_answered(unsigned int number, long result)
{
	if (result == -XEN_ENOSYS)
		return 0;
	print("# number %u: %ld rather than refused\n", number, result);
	return 1;
}
