/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A table of hypercalls and of what Xen must answer.
 */
#ifndef ANSWERS_H
#define ANSWERS_H

#include "guest.h"

/* Where nothing is: the last page below the end of the address space, whatever its width. */
#define BAD ((void *)-PAGE_SIZE)

/* A page of zeros. */
#define ZEROS ((void *)zeros)

/* Not the number of a command of any call, nor of a debug register, nor a count of buffers. */
#define UNKNOWN 60

struct call {
	const char *arguments;
	long (*make)(void);
	long (*make_multicall)(void);
	/* To the initial domain, to another, and to a PV guest on the PV shim. */
	long dom0, domU, shim;
	/* Whether more than that will do. */
	int at_least;
};

/* answers.c: the release whose answers these are, as XENVER_version gives it. */
extern const long answers_version;

/* And of a call that every Xen of that release has, but for one that is nothing but a PV shim. */
extern const unsigned int never_on_shim;

/* The first release that may be one, as XENVER_version gives it. */
extern const long first_with_shim;

/* tests_answers.c */
long one_multicall(struct multicall_entry *entry);
unsigned int is_answered(unsigned int number, long result);
void report_answers(const char *name, unsigned int count, unsigned int differ);
void check_answers(const char *name, const struct call *calls, unsigned int count);

#endif /* ANSWERS_H */
