// SPDX-License-Identifier: Apache-2.0
// PyPI: unicorn; or a system's own from 2.1 on
#include <stdbool.h>
#include <unicorn/unicorn.h>

#if UC_API_MAJOR < 2 || (UC_API_MAJOR == 2 && UC_API_MINOR < 1)
#error "Unicorn 2.1 or later is needed: paging is not translated before"
#endif

// uc_hook_add and uc_ctl have variable arguments, which Swift cannot pass.
static inline uc_err hook_all(
    uc_engine *engine, uc_hook *hook, int type, void *function, void *context) {
  return uc_hook_add(engine, hook, type, function, context, 1, 0);
}

static inline uc_err hook_instruction(
    uc_engine *engine, uc_hook *hook, void *function, void *context, int instruction) {
  return uc_hook_add(engine, hook, UC_HOOK_INSN, function, context, 1, 0, instruction);
}

static inline uc_err use_virtual_tlb(uc_engine *engine) {
  return uc_ctl_tlb_mode(engine, UC_TLB_VIRTUAL);
}

static inline uc_err flush_tlb(uc_engine *engine) { return uc_ctl_flush_tlb(engine); }

static inline uc_err remove_translated(uc_engine *engine, uint64_t start, uint64_t end) {
  return uc_ctl_remove_cache(engine, start, end);
}

// Counts what the guest executes, in bytes of code, and stops it before a block that begins at or
// behind the limit: there, and only there, nothing is executed in part.
typedef struct block_meter {
  uint64_t executed;
  uint64_t limit;
  volatile int stop;
} block_meter;

static inline void meter_block(uc_engine *engine, uint64_t address, uint32_t size, void *context) {
  block_meter *meter = (block_meter *)context;
  (void)address;
  if (meter->executed >= meter->limit || meter->stop) {
    uc_emu_stop(engine);
    return;
  }
  meter->executed += size;
}

static inline uc_err hook_blocks(uc_engine *engine, uc_hook *hook, block_meter *meter) {
  return uc_hook_add(engine, hook, UC_HOOK_BLOCK, (void *)meter_block, meter, 1, 0);
}

// Without this an address is where every run ends: 0, which a guest may jump to.
static inline uc_err leave_only_by_hook(uc_engine *engine) { return uc_ctl_exits_enable(engine); }
