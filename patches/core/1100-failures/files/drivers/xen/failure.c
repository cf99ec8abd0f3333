/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Hypercalls that must not fail.
 *
 * Xen refuses what would endanger it or another domain. Where the kernel has
 * checked its request beforehand, a refusal means that the kernel's state is
 * not what it takes it for, and going on would make things worse. The report
 * comes first: what was asked for, Xen's answer, and who asked.
 */
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/module.h>

#include <asm/xen/hypervisor.h>

static void print_caller(void *caller)
{
	printk(KERN_EMERG "xen: called from [<%p>]", caller);
	print_symbol(" %s", (unsigned long)caller);
	printk("\n");
}

/* For xen_check(), which is inline: the return address is its user's. */
void xen_hypercall_failed(const char *operation, unsigned long arg1,
			  unsigned long arg2, unsigned long arg3, long result)
{
	printk(KERN_EMERG "xen: %s(%#lx, %#lx, %#lx) = %ld\n", operation, arg1,
	       arg2, arg3, result);
	print_caller(__builtin_return_address(0));
	BUG();
}
EXPORT_SYMBOL(xen_hypercall_failed);

/* One entry of a multicall; the caller is who collected it. */
void xen_multicall_failed(const struct multicall_entry *call, void *caller)
{
	printk(KERN_EMERG "xen: hypercall %lu(%#lx, %#lx, %#lx, %#lx) = %ld\n",
	       (unsigned long)call->op, (unsigned long)call->args[0],
	       (unsigned long)call->args[1], (unsigned long)call->args[2],
	       (unsigned long)call->args[3], (long)call->result);
	print_caller(caller);
}
