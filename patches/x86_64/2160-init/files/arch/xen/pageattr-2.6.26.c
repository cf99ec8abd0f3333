/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From 2.6.26 on attributes can be changed by who has asked for the memory's
 * type before; types are not looked after here.
 */
#include "pageattr-2.6.25.c"

int _set_memory_uc(unsigned long addr, int numpages)
{
	return set_memory_uc(addr, numpages);
}

/* Write combining needs a type of its own, which is Xen's to set. */
int _set_memory_wc(unsigned long addr, int numpages)
{
	return set_memory_uc(addr, numpages);
}

int set_memory_wc(unsigned long addr, int numpages)
{
	return set_memory_uc(addr, numpages);
}
EXPORT_SYMBOL(set_memory_wc);

int _set_memory_wb(unsigned long addr, int numpages)
{
	return set_memory_wb(addr, numpages);
}

/* All mappings are of 4 KiB. */
int set_memory_4k(unsigned long addr, int numpages)
{
	return 0;
}
