/* SPDX-License-Identifier: GPL-2.0-only */
/* From 2.6.25 on registers have i386's names too. */
#ifndef _ASM_X86_64_XEN_EVENTS_2_6_25_H
#define _ASM_X86_64_XEN_EVENTS_2_6_25_H

#define orig_rax orig_ax
#include <asm/xen/events-2.6.24.h>
#undef orig_rax

#endif
