/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Page tables that Xen checks.
 *
 * A table in use is read-only to the kernel. A process' tables are in use
 * from the first switch to it until exit_mmap(): its two roots are pinned for
 * that time, one that the kernel runs on and one with the user's half alone.
 * Before and after, its tables are plain memory, and their pages bear
 * PG_idle_table. The kernel's own tables are always in use.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/string.h>

#include <asm/bitops.h>
#include <asm/fixmap.h>
#include <asm/pgalloc.h>
#include <asm/pgtable.h>
#include <asm/proto.h>
#include <asm/sections.h>
#include <asm/tlbflush.h>
#include <asm/xen/hypervisor.h>

#define PG_idle_table	PG_arch_1

#define ENTRIES		(PAGE_SIZE / sizeof(unsigned long))
#define FRAME(entry)	((entry) & XEN_FRAME_MASK)
#define PRESENT(entry)	((entry) & _PAGE_PRESENT)

/* Both roots lie side by side. */
#define ROOT_ORDER	1
#define user_root(pgd)	((pgd) + PTRS_PER_PGD)
#define USER_ENTRIES	(PTRS_PER_PGD / 2)

extern int after_bootmem;
extern unsigned long table_start, table_end;
extern char xen_readonly_start[], xen_readonly_end[], xen_window[];
extern unsigned long xen_user_level3_pgt[], xen_user_level2_pgt[];
extern unsigned long xen_user_level1_pgt[];
extern void xen_move_console(void);

unsigned long *xen_p2m;
unsigned long xen_nr_pages, xen_max_mfn;
EXPORT_SYMBOL(xen_p2m);
EXPORT_SYMBOL(xen_nr_pages);
EXPORT_SYMBOL(xen_max_mfn);

/* The root that the processor is on */
static pgd_t *loaded_root;

/* Kernel mappings that change together, in one hypercall */
#define BATCH	32
static struct multicall_entry batch[BATCH];
static int batched;

static void batch_flush(void)
{
	int i;

	if (!batched)
		return;
	if (HYPERVISOR_multicall(batch, batched))
		BUG();
	for (i = 0; i < batched; i++)
		BUG_ON((long)batch[i].result < 0);
	batched = 0;
}

static void batch_map(unsigned long addr, unsigned long entry,
		      unsigned long flags)
{
	struct multicall_entry *call = &batch[batched++];

	call->op = __HYPERVISOR_update_va_mapping;
	call->args[0] = addr;
	call->args[1] = entry;
	call->args[2] = flags;
	if (batched == BATCH)
		batch_flush();
}

static void map(unsigned long addr, unsigned long entry)
{
	if (HYPERVISOR_update_va_mapping(addr, entry, UVMF_INVLPG))
		BUG();
}

static unsigned long kernel_entry(unsigned long pfn, unsigned long flags)
{
	return xen_pfn_to_mfn(pfn) << PAGE_SHIFT |
		(flags & __supported_pte_mask & ~_PAGE_GLOBAL);
}

static unsigned long virt_to_pfn(const void *table)
{
	return __pa(table) >> PAGE_SHIFT;
}

/*
 * A table's page in the direct mapping. The first needs no flush, Xen does
 * one before it takes the page for a table; without the second's the next
 * write would fault.
 */
static void batch_readonly(unsigned long pfn)
{
	batch_map((unsigned long)__va(pfn << PAGE_SHIFT),
		  kernel_entry(pfn, __PAGE_KERNEL_RO), UVMF_NONE);
}

static void batch_writable(unsigned long pfn)
{
	batch_map((unsigned long)__va(pfn << PAGE_SHIFT),
		  kernel_entry(pfn, __PAGE_KERNEL), UVMF_INVLPG);
}

static void update(void *slot, unsigned long entry)
{
	struct mmu_update op;

	op.ptr = xen_virt_to_machine(slot) | MMU_NORMAL_PT_UPDATE;
	op.val = entry;
	if (HYPERVISOR_mmu_update(&op, 1, NULL, DOMID_SELF))
		BUG();
}

static void mmuext(unsigned int cmd, unsigned long mfn)
{
	struct mmuext_op op;

	op.cmd = cmd;
	op.arg1.mfn = mfn;
	if (HYPERVISOR_mmuext_op(&op, 1, NULL, DOMID_SELF))
		BUG();
}

void xen_load_cr3(pgd_t *pgd)
{
	struct mmuext_op op[2];

	op[0].cmd = MMUEXT_NEW_BASEPTR;
	op[0].arg1.mfn = xen_virt_to_mfn(pgd);
	op[1].cmd = MMUEXT_NEW_USER_BASEPTR;
	op[1].arg1.mfn = pgd == init_level4_pgt ? 0 :
		xen_virt_to_mfn(user_root(pgd));
	if (HYPERVISOR_mmuext_op(op, 2, NULL, DOMID_SELF))
		BUG();
	loaded_root = pgd;
}

void xen_flush_tlb(void)
{
	mmuext(MMUEXT_TLB_FLUSH_LOCAL, 0);
}
EXPORT_SYMBOL(xen_flush_tlb);

void xen_flush_tlb_one(unsigned long addr)
{
	struct mmuext_op op;

	op.cmd = MMUEXT_INVLPG_LOCAL;
	op.arg1.linear_addr = addr & PAGE_MASK;
	if (HYPERVISOR_mmuext_op(&op, 1, NULL, DOMID_SELF))
		BUG();
}

/* Before there is a mem_map, all tables are the kernel's. */
static int idle_table(const void *slot)
{
	return after_bootmem &&
		test_bit(PG_idle_table, &virt_to_page(slot)->flags);
}

static void mark_idle(unsigned long pfn, int idle)
{
	if (idle)
		set_bit(PG_idle_table, &pfn_to_page(pfn)->flags);
	else
		clear_bit(PG_idle_table, &pfn_to_page(pfn)->flags);
}

static unsigned long entry_pfn(unsigned long entry)
{
	return xen_mfn_to_pfn(FRAME(entry) >> PAGE_SHIFT);
}

/*
 * Writes an entry above level 1. A table that gets linked into one in use is
 * in use from then on; one that gets cut off is plain memory again.
 */
static void set_upper(unsigned long *slot, unsigned long *twin,
		      unsigned long entry)
{
	unsigned long old = *slot;
	unsigned long flags;

	if (old == entry)
		return;
	if (idle_table(slot)) {
		if (PRESENT(old))
			mark_idle(entry_pfn(old), 0);
		if (PRESENT(entry))
			mark_idle(entry_pfn(entry), 1);
		*slot = entry;
		return;
	}

	local_irq_save(flags);
	if (PRESENT(entry)) {
		batch_readonly(entry_pfn(entry));
		batch_flush();
	}
	if (twin)
		update(twin, entry);
	update(slot, entry);
	if (PRESENT(old) && FRAME(old) != FRAME(entry)) {
		batch_writable(entry_pfn(old));
		batch_flush();
	}
	local_irq_restore(flags);
}

void set_pmd(pmd_t *dst, pmd_t val)
{
	set_upper(&dst->pmd, NULL, val.pmd);
}
EXPORT_SYMBOL(set_pmd);

void set_pud(pud_t *dst, pud_t val)
{
	set_upper(&dst->pud, NULL, val.pud);
}

/* What is below the kernel's half stands in the user's root too. */
void set_pgd(pgd_t *dst, pgd_t val)
{
	pgd_t *root = (pgd_t *)((unsigned long)dst & PAGE_MASK);
	unsigned long *twin = NULL;

	if (root != init_level4_pgt && dst - root < USER_ENTRIES)
		twin = &user_root(dst)->pgd;
	set_upper(&dst->pgd, twin, val.pgd);
}

void xen_set_pte_at(struct mm_struct *mm, unsigned long addr, pte_t *ptep,
		    pte_t val)
{
	if ((mm == current->mm || mm == &init_mm) &&
	    !HYPERVISOR_update_va_mapping(addr, val.pte, UVMF_NONE))
		return;
	set_pte(ptep, val);
}
EXPORT_SYMBOL(xen_set_pte_at);

pgd_t *pgd_alloc(struct mm_struct *mm)
{
	unsigned int kernel = pgd_index(__PAGE_OFFSET);
	unsigned int vsyscall = pgd_index(VSYSCALL_START);
	pgd_t *pgd = (pgd_t *)__get_free_pages(GFP_KERNEL | __GFP_REPEAT |
					       __GFP_ZERO, ROOT_ORDER);

	if (!pgd)
		return NULL;
	pgd_list_add(pgd);
	memcpy(pgd + kernel, init_level4_pgt + kernel,
	       (PTRS_PER_PGD - kernel) * sizeof(*pgd));
	user_root(pgd)[vsyscall].pgd = _PAGE_TABLE |
		xen_virt_to_machine(xen_user_level3_pgt);
	mark_idle(virt_to_pfn(pgd), 1);
	return pgd;
}

void pgd_free(pgd_t *pgd)
{
	BUG_ON(!idle_table(pgd));
	mark_idle(virt_to_pfn(pgd), 0);
	pgd_list_del(pgd);
	free_pages((unsigned long)pgd, ROOT_ORDER);
}

/* Calls back for every table below an entry, the lower ones first. */
static void for_tables(unsigned long *table, unsigned int entries, int level,
		       void (*callback)(unsigned long pfn))
{
	unsigned int i;

	for (i = 0; i < entries; i++) {
		unsigned long pfn;

		if (!PRESENT(table[i]))
			continue;
		pfn = entry_pfn(table[i]);
		if (level > 2)
			for_tables(__va(pfn << PAGE_SHIFT), ENTRIES, level - 1,
				   callback);
		callback(pfn);
	}
}

static void take(unsigned long pfn)
{
	mark_idle(pfn, 0);
	batch_readonly(pfn);
}

static void give_back(unsigned long pfn)
{
	mark_idle(pfn, 1);
	batch_writable(pfn);
}

/* Called before the processor goes on to this mm's tables. */
void xen_activate_mm(struct mm_struct *mm)
{
	pgd_t *pgd = mm->pgd;
	unsigned long flags;

	if (!idle_table(pgd))
		return;
	local_irq_save(flags);
	memcpy(user_root(pgd), pgd, USER_ENTRIES * sizeof(*pgd));
	for_tables(&pgd->pgd, USER_ENTRIES, 4, take);
	take(virt_to_pfn(pgd));
	batch_readonly(virt_to_pfn(user_root(pgd)));
	batch_flush();
	mmuext(MMUEXT_PIN_L4_TABLE, xen_virt_to_mfn(pgd));
	mmuext(MMUEXT_PIN_L4_TABLE, xen_virt_to_mfn(user_root(pgd)));
	local_irq_restore(flags);
}

/*
 * The last user of the mm is gone: its tables become plain memory before
 * they get torn down entry by entry.
 */
void xen_exit_mmap(struct mm_struct *mm)
{
	pgd_t *pgd = mm->pgd;
	unsigned long flags;

	if (idle_table(pgd))
		return;
	local_irq_save(flags);
	if (loaded_root == pgd)
		xen_load_cr3(init_level4_pgt);
	mmuext(MMUEXT_UNPIN_TABLE, xen_virt_to_mfn(user_root(pgd)));
	mmuext(MMUEXT_UNPIN_TABLE, xen_virt_to_mfn(pgd));
	batch_writable(virt_to_pfn(user_root(pgd)));
	give_back(virt_to_pfn(pgd));
	batch_flush();
	for_tables(&pgd->pgd, USER_ENTRIES, 4, give_back);
	batch_flush();
	local_irq_restore(flags);
}

void __init xen_init_translation(void)
{
	struct start_info *si = xen_start_info;

	xen_p2m = (unsigned long *)si->mfn_list;
	xen_nr_pages = si->nr_pages;
	xen_max_mfn = HYPERVISOR_memory_op(XENMEM_maximum_ram_page, NULL);
}

void __init xen_map_shared_info(void)
{
	map((unsigned long)&xen_shared_info,
	    xen_start_info->shared_info | (__PAGE_KERNEL & ~_PAGE_NX));
}

/* The kernel's root in its image takes the place of the loader's. */
void __init xen_init_root(void)
{
	unsigned long vsyscall = VSYSCALL_START;
	char *page;

	__supported_pte_mask &= ~_PAGE_GLOBAL;
	check_efer();

	memcpy(init_level4_pgt, (void *)xen_start_info->pt_base, PAGE_SIZE);
	xen_user_level3_pgt[pud_index(vsyscall)] = _PAGE_TABLE |
		xen_virt_to_machine(xen_user_level2_pgt);
	xen_user_level2_pgt[pmd_index(vsyscall)] = _PAGE_TABLE |
		xen_virt_to_machine(xen_user_level1_pgt);

	for (page = xen_readonly_start; page < xen_readonly_end;
	     page += PAGE_SIZE)
		map((unsigned long)page,
		    kernel_entry(virt_to_pfn(page), __PAGE_KERNEL_RO));
	mmuext(MMUEXT_PIN_L4_TABLE, xen_virt_to_mfn(init_level4_pgt));
	xen_load_cr3(init_level4_pgt);
}

static int __init within(unsigned long pfn, unsigned long start,
			 unsigned long count)
{
	return pfn >= start && pfn < start + count;
}

/* new_start, new_count: the tables that the direct mapping is made of */
static unsigned long new_start __initdata, new_count __initdata;

static int __init readonly_pfn(unsigned long pfn)
{
	return within(pfn, new_start, new_count) ||
		within(pfn, virt_to_pfn((void *)xen_start_info->pt_base),
		       xen_start_info->nr_pt_frames) ||
		within(pfn, virt_to_pfn(xen_readonly_start),
		       (xen_readonly_end - xen_readonly_start) >> PAGE_SHIFT);
}

static unsigned long __init page_entry(unsigned long pfn)
{
	return kernel_entry(pfn, readonly_pfn(pfn) ? __PAGE_KERNEL_RO :
			    __PAGE_KERNEL);
}

static unsigned long __init table_entry(unsigned long pfn)
{
	return kernel_entry(pfn, _KERNPG_TABLE);
}

/* Writes the tables of one level, each through the window. */
static void __init write_tables(unsigned long table, unsigned long child,
				unsigned long children,
				unsigned long (*entry)(unsigned long pfn))
{
	unsigned long *slots = (unsigned long *)xen_window;
	unsigned long done = 0;
	int i;

	for (; done < children; table++) {
		map((unsigned long)xen_window,
		    kernel_entry(table, __PAGE_KERNEL));
		for (i = 0; i < ENTRIES; i++, done++)
			slots[i] = done < children ? entry(child + done) : 0;
	}
	map((unsigned long)xen_window, 0);
}

static unsigned long __init tables_for(unsigned long children)
{
	return (children + ENTRIES - 1) / ENTRIES;
}

/* The loader maps a little more than it uses. */
static void __init unmap_new_tables(void)
{
	unsigned long i;

	for (i = 0; i < new_count; i++)
		if (HYPERVISOR_update_va_mapping(__START_KERNEL_map +
				((new_start + i) << PAGE_SHIFT), 0,
				UVMF_INVLPG))
			break;
}

/*
 * The loader mapped the kernel's image and what came with it. Of that only
 * the image stays at its address: a page may not become a table while it is
 * mapped writable elsewhere.
 */
static void __init drop_loader_mappings(void)
{
	unsigned long addr = __START_KERNEL_map;

	for (; addr < MODULES_END; addr += PAGE_SIZE) {
		pmd_t *pmd = pmd_offset(pud_offset(pgd_offset_k(addr), addr),
					addr);

		if (pmd_none(*pmd))
			break;
		if (addr >= (unsigned long)_text && addr < (unsigned long)_end)
			continue;
		if (PRESENT(pte_offset_kernel(pmd, addr)->pte))
			batch_map(addr, 0, UVMF_INVLPG);
	}
	batch_flush();
}

static void __init move_to_direct_mapping(void)
{
	xen_p2m = __va(__pa(xen_p2m));
	xen_start_info = __va(__pa(xen_start_info));
	xen_move_console();
}

/*
 * Maps all memory at PAGE_OFFSET, in pages of 4 KiB. The tables come after
 * what the loader used; setup_arch() reserves from table_start to table_end.
 */
void __init xen_init_memory_mapping(void)
{
	struct start_info *si = xen_start_info;
	unsigned long pages = xen_nr_pages;
	unsigned long n1 = tables_for(pages), n2 = tables_for(n1);
	unsigned long n3 = tables_for(n2);
	unsigned long i, l1, l2, l3;
	pgd_t *pgd = pgd_offset_k(PAGE_OFFSET);

	table_start = PAGE_ALIGN(__pa_symbol(&_end)) >> PAGE_SHIFT;
	l1 = virt_to_pfn((void *)si->pt_base) + si->nr_pt_frames;
	l2 = l1 + n1;
	l3 = l2 + n2;
	table_end = l3 + n3;
	if (table_end > pages)
		panic("No memory for the direct mapping's tables");
	new_start = l1;
	new_count = table_end - l1;

	write_tables(l1, 0, pages, page_entry);
	write_tables(l2, l1, n1, table_entry);
	write_tables(l3, l2, n2, table_entry);
	unmap_new_tables();
	for (i = 0; i < n3; i++)
		update(pgd + i, table_entry(l3 + i));

	move_to_direct_mapping();
	drop_loader_mappings();
}

/* The vsyscall page is the one fixed mapping that users see. */
void __init xen_set_user_fixmap(unsigned long addr, unsigned long phys,
				unsigned long prot)
{
	if (prot & _PAGE_USER)
		update(xen_user_level1_pgt + pte_index(addr),
		       kernel_entry(phys >> PAGE_SHIFT, prot));
}

/* A page of the kernel's image that gets freed loses its mapping there. */
void xen_free_kernel_page(unsigned long addr)
{
	if (addr >= __START_KERNEL_map)
		map(addr, 0);
}
