/* SPDX-License-Identifier: GPL-2.0-only */
/* Formats of printf for xen_pfn_t and xen_ulong_t. */
#define PRI_xen_pfn "lx"
#define PRIu_xen_pfn "lu"
#define PRI_xen_ulong "lx"

/* A trap_info's flags: the ring that may raise it, whether events are masked on entry. */
#define TI_GET_DPL(trap) ((trap)->flags & 3)
#define TI_GET_IF(trap) ((trap)->flags & 4)
#define TI_SET_DPL(trap, ring) ((trap)->flags |= (ring))
#define TI_SET_IF(trap, masked) ((trap)->flags |= (masked) ? 4 : 0)

/* A frame as cr3 has it: a 32-bit one's high bits go to the bottom. */
#ifdef __i386__
#define xen_pfn_to_cr3(frame) ((unsigned int)(frame) << 12 | (unsigned int)(frame) >> 20)
#define xen_cr3_to_pfn(cr3) ((unsigned int)(cr3) << 20 | (unsigned int)(cr3) >> 12)
#else
#define xen_pfn_to_cr3(frame) ((unsigned long)(frame) << 12)
#define xen_cr3_to_pfn(cr3) ((unsigned long)(cr3) >> 12)
#endif

/* The table of guest frames by machine frames, where Xen maps it for every guest. */
#ifndef machine_to_phys_mapping
#define machine_to_phys_mapping ((unsigned long *)MACH2PHYS_VIRT_START)
#endif
