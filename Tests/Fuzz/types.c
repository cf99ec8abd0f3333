/* SPDX-License-Identifier: Apache-2.0 */
/* Types and code in the shape of a guest kernel's, for seeds of the targets dwarf and code: compiled by
 * `Tests/Fuzz/seeds`, in each version of DWARF. */

typedef unsigned long xen_pfn_t;
typedef struct {
	unsigned int lo, hi;
} pair_t;

enum feature { XENFEAT_writable_page_tables = 0, XENFEAT_last = -1 };

union place {
	struct {
		xen_pfn_t mfn;
		unsigned int evtchn;
	} domU;
	struct {
		unsigned int info_off, info_size;
	} dom0;
};

struct start_info {
	char magic[32];
	unsigned long nr_pages;
	const volatile struct start_info *next;
	union place console;
	unsigned int flags : 3, more : 29;
	pair_t pairs[2][4];
	void (*call)(int, long);
};

struct start_info *xen_start_info;
enum feature wanted;

int first(struct start_info *info)
{
	xen_start_info = info;
	__asm__ volatile("cli; sti; hlt");
	return info->flags + wanted;
}

int second(int number)
{
	return number ? first(xen_start_info) : second(number - 1);
}
