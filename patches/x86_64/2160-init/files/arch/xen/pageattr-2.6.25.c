/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From 2.6.25 on attributes are set and cleared one by one. Each change is
 * still that of a whole entry, as releases up to 2.6.24 have it.
 */
#include "pageattr-2.6.24.c"

/* All mappings are of 4 KiB. */
pte_t *lookup_address(unsigned long addr, unsigned int *level)
{
	*level = PG_LEVEL_4K;
	return mapping(addr);
}
EXPORT_SYMBOL_GPL(lookup_address);

static int change_flags(unsigned long addr, int numpages, unsigned long set,
			unsigned long clear)
{
	int err = 0;

	for (; numpages-- && !err; addr += PAGE_SIZE) {
		pte_t *pte = mapping(addr);

		if (pte && PRESENT(pte->pte))
			err = change_page_attr_addr(addr, 1,
				__pgprot(((pte->pte & ~XEN_FRAME_MASK) | set) &
					 ~clear));
	}
	return err;
}

#define ATTRIBUTE(name, set, clear)				\
int set_memory_##name(unsigned long addr, int numpages)		\
{								\
	return change_flags(addr, numpages, set, clear);	\
}								\
EXPORT_SYMBOL(set_memory_##name);				\
int set_pages_##name(struct page *page, int numpages)		\
{								\
	return change_flags((unsigned long)page_address(page),	\
			    numpages, set, clear);		\
}								\
EXPORT_SYMBOL(set_pages_##name)

ATTRIBUTE(uc, _PAGE_PCD, _PAGE_PWT);
ATTRIBUTE(wb, 0, _PAGE_PCD | _PAGE_PWT);
ATTRIBUTE(x, 0, _PAGE_NX);
ATTRIBUTE(nx, _PAGE_NX, 0);
ATTRIBUTE(ro, 0, _PAGE_RW);
ATTRIBUTE(rw, _PAGE_RW, 0);

void __init cpa_init(void)
{
}
