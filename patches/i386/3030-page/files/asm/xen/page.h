/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Page-table entries of a Xen guest, with PAE.
 *
 * The hardware, and so every pte_t and its like, holds machine frames. What
 * the rest of the kernel sees through pte_val() and hands to __pte() are
 * pseudo-physical addresses. Only present entries are translated: swap
 * entries and the frames kept under PROT_NONE stay as they are. An entry has
 * 64 bits, a frame's number 32: machines have memory beyond 4 GiB.
 */
#ifndef _ASM_I386_XEN_PAGE_H
#define _ASM_I386_XEN_PAGE_H

#ifndef __ASSEMBLY__

#include <linux/compiler.h>
#include <linux/types.h>
#include <xen/interface/xen.h>

/* An entry's bits 12 to 51 */
#define XEN_FRAME_MASK		0x000ffffffffff000ULL

/* Frame of a machine page that is not this guest's memory. */
#define FOREIGN_PFN		0x00ffffffUL

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
	pfn = ((unsigned long *)__MACH2PHYS_VIRT_START)[mfn];
	if (unlikely(pfn >= xen_max_pfn || phys_to_machine_mapping[pfn] != mfn))
		return FOREIGN_PFN;
	return pfn;
}

static inline unsigned long xen_entry_frame(u64 entry)
{
	return (entry & XEN_FRAME_MASK) >> PAGE_SHIFT;
}

static inline u64 xen_frame_entry(unsigned long frame)
{
	return (u64)frame << PAGE_SHIFT;
}

/* An entry as the hardware has it, from one with a pseudo-physical frame. */
static inline u64 phys_to_xen_entry(u64 val)
{
	if (!(val & 1))
		return val;
	return (val & ~XEN_FRAME_MASK) |
		xen_frame_entry(pfn_to_mfn(xen_entry_frame(val)));
}

/* The other way round. */
static inline u64 xen_entry_to_phys(u64 entry)
{
	if (!(entry & 1))
		return entry;
	return (entry & ~XEN_FRAME_MASK) |
		xen_frame_entry(mfn_to_pfn(xen_entry_frame(entry)));
}

static inline unsigned long virt_to_mfn(const void *p)
{
	return pfn_to_mfn(__pa(p) >> PAGE_SHIFT);
}

static inline u64 virt_to_machine(const void *p)
{
	return xen_frame_entry(virt_to_mfn(p)) |
		((unsigned long)p & ~PAGE_MASK);
}

/* A pte_t's 64 bits as they are in the table */
static inline u64 xen_pte_entry(pte_t pte)
{
	return pte.pte_low | (u64)pte.pte_high << 32;
}

static inline pte_t xen_entry_pte(u64 entry)
{
	pte_t pte = { (unsigned long)entry, (unsigned long)(entry >> 32) };

	return pte;
}

#define pte_val(x)	xen_entry_to_phys(xen_pte_entry(x))
#define pmd_val(x)	xen_entry_to_phys((x).pmd)
#define pgd_val(x)	xen_entry_to_phys((x).pgd)

#define __pte(x)	xen_entry_pte(phys_to_xen_entry(x))
#define __pmd(x)	((pmd_t) { phys_to_xen_entry(x) })
#define __pgd(x)	((pgd_t) { phys_to_xen_entry(x) })

#endif /* !__ASSEMBLY__ */

#endif
