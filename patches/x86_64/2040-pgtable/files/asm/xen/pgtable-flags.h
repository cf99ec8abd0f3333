/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The flags of a page-table entry are where the hardware has them: looking at
 * one or changing it needs no translation of the frame.
 */
#ifndef _ASM_X86_64_XEN_PGTABLE_FLAGS_H
#define _ASM_X86_64_XEN_PGTABLE_FLAGS_H

#define pte_none(x)	(!(x).pte)
#define pte_present(x)	((x).pte & (_PAGE_PRESENT | _PAGE_PROTNONE))

#define XEN_PTE_TEST(name, flag)		\
static inline int pte_##name(pte_t pte)		\
{						\
	return pte.pte & (flag);		\
}

#define XEN_PTE_SET(name, flag)			\
static inline pte_t pte_##name(pte_t pte)	\
{						\
	pte.pte |= (flag);			\
	return pte;				\
}

#define XEN_PTE_CLEAR(name, flag)		\
static inline pte_t pte_##name(pte_t pte)	\
{						\
	pte.pte &= ~(flag);			\
	return pte;				\
}

XEN_PTE_TEST(user, _PAGE_USER)
XEN_PTE_TEST(read, _PAGE_USER)
XEN_PTE_TEST(dirty, _PAGE_DIRTY)
XEN_PTE_TEST(young, _PAGE_ACCESSED)
XEN_PTE_TEST(write, _PAGE_RW)
XEN_PTE_TEST(file, _PAGE_FILE)
XEN_PTE_TEST(huge, _PAGE_PSE)

static inline int pte_exec(pte_t pte)
{
	return !(pte.pte & _PAGE_NX);
}

XEN_PTE_CLEAR(rdprotect, _PAGE_USER)
XEN_PTE_CLEAR(exprotect, _PAGE_USER)
XEN_PTE_CLEAR(mkclean, _PAGE_DIRTY)
XEN_PTE_CLEAR(mkexec, _PAGE_NX)
XEN_PTE_CLEAR(mkold, _PAGE_ACCESSED)
XEN_PTE_CLEAR(wrprotect, _PAGE_RW)

XEN_PTE_SET(mkread, _PAGE_USER)
XEN_PTE_SET(mkdirty, _PAGE_DIRTY)
XEN_PTE_SET(mkyoung, _PAGE_ACCESSED)
XEN_PTE_SET(mkwrite, _PAGE_RW)
XEN_PTE_SET(mkhuge, _PAGE_PSE)

#endif
