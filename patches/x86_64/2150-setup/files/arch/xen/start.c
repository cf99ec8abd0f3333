/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From start_info to start_kernel().
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/string.h>

#include <asm/bootsetup.h>
#include <asm/desc.h>
#include <asm/e820.h>
#include <asm/pda.h>
#include <asm/pgtable.h>
#include <asm/proto.h>
#include <asm/setup.h>
#include <asm/xen/hypervisor.h>
#include <asm/xen/releases.h>

extern char saved_command_line[];

struct start_info *xen_start_info;

/* Any value but 0 says that somebody loaded an initrd. */
#define XEN_LOADER	0xff

/*
 * Tells setup_arch() what a boot loader would: memory from 0 on, without a
 * hole. A map of one range would be taken for a broken one, so that an empty
 * reserved page follows.
 */
static void __init fill_boot_params(struct start_info *si)
{
	unsigned long end = si->nr_pages << PAGE_SHIFT;
	struct e820entry *map = E820_MAP;

	map[0].addr = 0;
	map[0].size = end;
	map[0].type = E820_RAM;
	map[1].addr = end;
	map[1].size = PAGE_SIZE;
	map[1].type = E820_RESERVED;
	E820_MAP_NR = 2;

	strlcpy(saved_command_line, (char *)si->cmd_line, COMMAND_LINE_SIZE);
	LOADER_TYPE = XEN_LOADER;
	if (si->mod_len) {
		INITRD_START = __pa(si->mod_start);
		INITRD_SIZE = si->mod_len;
	}
}

asmlinkage void __init xen_start_kernel(struct start_info *si)
{
	int i;

	xen_start_info = si;
	xen_init_translation();
	xen_map_shared_info();

	for (i = 0; i < NR_CPUS; i++)
		cpu_pda(i) = &boot_cpu_pda[i];
	pda_init(0);

	lockdep_init();
	xen_init_boot_console();
	xen_init_assists();
	xen_init_root();
	fill_boot_params(si);

	start_kernel();
}
