/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What code for bare machines names and a guest does not have: interrupts that
 * no event channel stands for.
 */
#include <linux/init.h>

/* mach-default names it in a hook that nothing calls. */
void __init init_ISA_irqs(void)
{
}
