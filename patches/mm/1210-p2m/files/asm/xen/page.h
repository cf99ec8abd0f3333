/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Page-table entries of a Xen guest.
 *
 * The hardware, and so every pte_t and its like, holds machine frames. What
 * the rest of the kernel sees through pte_val() and hands to __pte() are
 * pseudo-physical addresses. Only present entries are translated: swap
 * entries and the frames kept under PROT_NONE stay as they are.
 */
#ifndef _ASM_X86_64_XEN_PAGE_H
#define _ASM_X86_64_XEN_PAGE_H

#ifndef __ASSEMBLY__

#include <linux/compiler.h>
#include <xen/interface/xen.h>

/* Frame of a machine page that is not this guest's memory. */
#define FOREIGN_PFN		(__PHYSICAL_MASK >> PAGE_SHIFT)

/* In the table: the page has no frame at the moment. */
#define INVALID_P2M_ENTRY	(~0UL)

extern unsigned long *phys_to_machine_mapping;
extern unsigned long xen_max_pfn;
extern unsigned long xen_max_mfn;

static inline unsigned long pfn_to_mfn(unsigned long pfn)
{
	return pfn < xen_max_pfn ? phys_to_machine_mapping[pfn] : pfn;
}

static inline unsigned long mfn_to_pfn(unsigned long mfn)
{
	unsigned long pfn;

	if (unlikely(mfn > xen_max_mfn))
		return FOREIGN_PFN;
	pfn = machine_to_phys_mapping[mfn];
	if (unlikely(pfn >= xen_max_pfn || phys_to_machine_mapping[pfn] != mfn))
		return FOREIGN_PFN;
	return pfn;
}

#define XEN_FRAME_MASK		(__PHYSICAL_MASK & PAGE_MASK)

/* An entry as the hardware has it, from one with a pseudo-physical frame. */
static inline unsigned long phys_to_xen_entry(unsigned long val)
{
	if (!(val & 1))
		return val;
	return (val & ~XEN_FRAME_MASK) |
		pfn_to_mfn((val & XEN_FRAME_MASK) >> PAGE_SHIFT)
			<< PAGE_SHIFT;
}

/* The other way round. */
static inline unsigned long xen_entry_to_phys(unsigned long entry)
{
	if (!(entry & 1))
		return entry;
	return (entry & ~XEN_FRAME_MASK) |
		mfn_to_pfn((entry & XEN_FRAME_MASK) >> PAGE_SHIFT)
			<< PAGE_SHIFT;
}

/* Inverted: the table is not there for the processor, only for the kernel. */
static inline unsigned long xen_pmd_to_phys(unsigned long entry)
{
	return (entry & 1) || !entry ? xen_entry_to_phys(entry) : ~entry;
}

static inline unsigned long virt_to_mfn(const void *p)
{
	return pfn_to_mfn(__pa(p) >> PAGE_SHIFT);
}

static inline unsigned long virt_to_machine(const void *p)
{
	return virt_to_mfn(p) << PAGE_SHIFT |
		((unsigned long)p & ~PAGE_MASK);
}

#define pte_val(x)	xen_entry_to_phys((x).pte)
#define pmd_val(x)	xen_pmd_to_phys((x).pmd)
#define pud_val(x)	xen_entry_to_phys((x).pud)
#define pgd_val(x)	xen_entry_to_phys((x).pgd)

#define __pte(x)	((pte_t) { phys_to_xen_entry(x) })
#define __pmd(x)	((pmd_t) { phys_to_xen_entry(x) })
#define __pud(x)	((pud_t) { phys_to_xen_entry(x) })
#define __pgd(x)	((pgd_t) { phys_to_xen_entry(x) })

#endif /* !__ASSEMBLY__ */

#endif
