/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of a paravirtualized guest share.
 */
#ifndef PV_H
#define PV_H

/* Bits of a page-table entry. */
#define PTE_PRESENT 0x001U
#define PTE_WRITABLE 0x002U
#define PTE_ACCESSED 0x020U
#define PTE_DIRTY 0x040U

extern struct start_info *start_info;

/* Of the console's ring; in no union before 3.0.3. */
#if __XEN_LATEST_INTERFACE_VERSION__ >= 0x00030203
#define CONSOLE(member) (start_info->console.domU.member)
#else
#define CONSOLE(member) (start_info->console_ ## member)
#endif

#endif /* PV_H */
