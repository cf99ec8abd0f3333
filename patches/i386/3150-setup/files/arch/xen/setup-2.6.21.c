/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The boot parameters that setup_arch() reads, made of start_info: memory,
 * command line, initrd. It runs once, before setup_arch(); start_info's own
 * pages stay what they are.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/screen_info.h>
#include <linux/string.h>

#include <asm/e820.h>
#include <asm/page.h>
#include <asm/setup.h>
#include <asm/xen/hypervisor.h>

/* Any value but 0 says that somebody loaded an initrd. */
#define XEN_LOADER	0xff

/*
 * Memory from 0 on, without a hole. A map of one range would be taken for a
 * broken one, so that an empty reserved page follows.
 */
static void __init fill_memory_map(u64 end)
{
	struct e820entry *map = E820_MAP;

	map[0].addr = 0;
	map[0].size = end;
	map[0].type = E820_RAM;
	map[1].addr = end;
	map[1].size = PAGE_SIZE;
	map[1].type = E820_RESERVED;
	E820_MAP_NR = 2;
}

void __init xen_memory_setup(struct start_info *si)
{
	fill_memory_map((u64)si->nr_pages << PAGE_SHIFT);
	strlcpy(boot_command_line, (char *)si->cmd_line, COMMAND_LINE_SIZE);
	LOADER_TYPE = XEN_LOADER;
	if (si->mod_len) {
		INITRD_START = __pa(si->mod_start);
		INITRD_SIZE = si->mod_len;
	}
}
