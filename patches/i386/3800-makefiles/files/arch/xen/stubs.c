/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What code for bare machines refers to and a guest does not have: interrupts
 * without an event channel.
 */
#include <linux/init.h>

/* mach-default names it in a hook that nothing calls. */
void __init init_ISA_irqs(void)
{
}
