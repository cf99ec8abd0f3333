/* SPDX-License-Identifier: Apache-2.0 */
/* What libxenguest exports of its libelf; libxen-dev has no header for it. The structures are
 * not looked into: larger than theirs will do. */
#ifndef LOADER_ORACLE_LIBELF_H
#define LOADER_ORACLE_LIBELF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct elf_binary {
  _Alignas(16) char unknown[1024];
};
struct elf_dom_parms {
  _Alignas(16) char unknown[4096];
};
typedef void elf_log_callback(struct elf_binary *, void *, bool, const char *, va_list);

bool elf_is_elfbinary(const void *image, size_t size);
int elf_init(struct elf_binary *elf, const char *image, size_t size);
void elf_set_log(struct elf_binary *elf, elf_log_callback *callback, void *data, bool verbose);
void elf_parse_binary(struct elf_binary *elf);
int elf_xen_parse(struct elf_binary *elf, struct elf_dom_parms *parameters, bool hvm);

#endif
