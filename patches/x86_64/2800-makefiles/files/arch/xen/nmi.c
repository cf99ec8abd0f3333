/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From 2.6.23 on who changes the kernel's code holds NMIs back meanwhile. A
 * guest's vCPUs get none.
 */
#include <asm/nmi.h>

void stop_nmi(void)
{
}

void restart_nmi(void)
{
}
