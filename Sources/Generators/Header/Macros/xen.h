/* SPDX-License-Identifier: GPL-2.0-only */
/* The first call of the architecture's own has a name besides. */
#if defined(__HYPERVISOR_mca) && !defined(__HYPERVISOR_arch_0)
#define __HYPERVISOR_arch_0 __HYPERVISOR_mca
#endif

/* A number of a type in C, a plain one in assembly. */
#if defined(__ASSEMBLY__) || defined(__ASSEMBLER__)
#define XEN_SUFFIXED(number, suffix) number
#else
#define XEN_SUFFIXED(number, suffix) number ## suffix
#endif
#define xen_mk_uint(number) XEN_SUFFIXED(number, U)
#define xen_mk_ulong(number) XEN_SUFFIXED(number, UL)
#define xen_mk_ullong(number) XEN_SUFFIXED(number, ULL)

/* Where a shared_info has the clock's high word. */
#ifdef __i386__
#define xen_wc_sec_hi arch.wc_sec_hi
#else
#define xen_wc_sec_hi wc_sec_hi
#endif

#define xen_vga_console_info dom0_vga_console_info
#define xen_vga_console_info_t dom0_vga_console_info_t

/* A UUID as it is written: 01234567, 89ab, cdef, 0123, and six bytes. */
#define XEN_BYTE(number, index) ((number) >> 8 * (index) & 0xff)
#define XEN_DEFINE_UUID_(a, b, c, d, e1, e2, e3, e4, e5, e6) \
	{ { XEN_BYTE(a, 3), XEN_BYTE(a, 2), XEN_BYTE(a, 1), XEN_BYTE(a, 0), \
	    XEN_BYTE(b, 1), XEN_BYTE(b, 0), XEN_BYTE(c, 1), XEN_BYTE(c, 0), \
	    XEN_BYTE(d, 1), XEN_BYTE(d, 0), e1, e2, e3, e4, e5, e6 } }
#define XEN_DEFINE_UUID(a, b, c, d, e1, e2, e3, e4, e5, e6) \
	((xen_uuid_t)XEN_DEFINE_UUID_(a, b, c, d, e1, e2, e3, e4, e5, e6))
