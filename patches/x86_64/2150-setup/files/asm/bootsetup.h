/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The boot parameters that xen/setup.c fills in, which have a structure from
 * 2.6.24 on. The saved command line is a copy that is made later.
 */
#ifndef _ASM_XEN_BOOTSETUP_H
#define _ASM_XEN_BOOTSETUP_H

#include <asm/bootparam.h>
#include <asm/setup.h>

#define E820_MAP	(boot_params.e820_map)
#define E820_MAP_NR	(boot_params.e820_entries)
#define LOADER_TYPE	(boot_params.hdr.type_of_loader)
#define INITRD_START	(boot_params.hdr.ramdisk_image)
#define INITRD_SIZE	(boot_params.hdr.ramdisk_size)

#define saved_command_line	boot_command_line

#endif
