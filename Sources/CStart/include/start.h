/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PVKIT_START_H
#define PVKIT_START_H

/* The command line as the C library has it from the kernel. Swift's own looks for it by
   /proc/self/maps, and has no arguments where that cannot be opened. */
int pvkit_argument_count(void);
char *const *pvkit_arguments(void);

/* Takes back what was done to the environment so that Swift could start without /proc. */
void pvkit_clean_environment(void);

/* Makes standard output and standard error wait, where somebody made them non-blocking: the C
   library would lose what does not fit into the pipe. */
void pvkit_wait_for_readers(void);

#endif
