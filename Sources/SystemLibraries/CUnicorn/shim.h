// SPDX-License-Identifier: Apache-2.0
// Debian: libunicorn-dev; tests only
#include <unicorn/unicorn.h>

// uc_hook_add without its variable arguments, which Swift cannot pass.
static inline uc_err hook_all(
    uc_engine *engine, uc_hook *hook, int type, void *function, void *context) {
  return uc_hook_add(engine, hook, type, function, context, 1, 0);
}

static inline uc_err hook_instruction(
    uc_engine *engine, uc_hook *hook, void *function, void *context, int instruction) {
  return uc_hook_add(engine, hook, UC_HOOK_INSN, function, context, 1, 0, instruction);
}
