/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the parts of the stress program know of one another. Each does a kind
 * of work that a port of the kernel to Xen may get wrong.
 */
#ifndef STRESS_H
#define STRESS_H

#include "../system.h"

/* A kind of work: 0 when all was as it should be. */
struct work {
	const char *name;
	int (*body)(void);
	/* What it needs of the processor that the model's has not; 0 for nothing. */
	const char *need;
};

/* Enters it into the list of all works, without a gap; a child of its own does it. */
#define WORK(name, body) WORK_WITH(name, body, 0)
#define WORK_WITH(name, body, need) \
	static const struct work body##_work \
		__attribute__((section("works"), used, aligned(sizeof(void *)))) = \
		{ name, body, need }

extern const struct work __start_works[], __stop_works[];
#define WORKS (__stop_works - __start_works)

extern char **program_argv, **program_envp;
/* The first process mounts /proc, and ends the machine when it is done. */
extern int first;
/* Without Xen, what the port alone repairs is not asked of the kernel. */
extern int is_bare;
/* On the model of Xen, `pvkit run`, whose processor lacks some things */
extern int is_model;
/* Many processes are at work. */
extern int crowded;

void test_faults(void);
void test_works(void);

/* Rounds in which 32 processes do all works at once */
void test_rounds(int rounds);
/* The same for so long, in seconds */
void test_seconds(int seconds);

int fork_many(void);
ulong at_fs(ulong offset);

/* Gives the process and its children TLS by selectors; later: is it there? */
void use_local_storage(void);
int local_storage_kept(void);

#endif
