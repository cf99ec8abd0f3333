/* SPDX-License-Identifier: Apache-2.0 */
/* The calls of the library that libxl makes to build a domain, in their order. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xenctrl.h>
#include <xenguest.h>
#include <xentoollog.h>

#include "libelf.h"
#include "oracle.h"

struct logger {
  xentoollog_logger vtable;
  struct text *log;
};

static void log_message(xentoollog_logger *base, xentoollog_level level, int errnoval,
                        const char *context, const char *format, va_list arguments) {
  char line[4096];
  (void)level, (void)errnoval, (void)context;
  vsnprintf(line, sizeof line, format, arguments);
  text_add(((struct logger *)base)->log, line);
}

static void log_progress(xentoollog_logger *base, const char *context, const char *doing,
                         int percent, unsigned long done, unsigned long total) {
  (void)base, (void)context, (void)doing, (void)percent, (void)done, (void)total;
}

static void log_destroy(xentoollog_logger *base) { (void)base; }

/* libelf's errors, and nothing of its chatter. */
static void note_words(struct elf_binary *elf, void *words, bool error, const char *format,
                       va_list arguments) {
  char line[4096];
  (void)elf;
  if (!error)
    return;
  vsnprintf(line, sizeof line, format, arguments);
  line[strcspn(line, "\n")] = 0;
  text_add(words, line);
}

/* Asks libelf alone why it refuses: inside the library the reason is lost. */
static void ask_libelf(const struct xc_dom_image *dom, int hvm, struct text *words) {
  struct elf_binary elf;
  struct elf_dom_parms parameters;

  if (!dom->kernel_blob || !elf_is_elfbinary(dom->kernel_blob, dom->kernel_size))
    return;
  if (elf_init(&elf, dom->kernel_blob, dom->kernel_size) != 0)
    return;
  elf_set_log(&elf, note_words, words, false);
  elf_parse_binary(&elf);
  elf_xen_parse(&elf, &parameters, hvm);
}

static int build(struct xc_dom_image *dom, const struct request *request) {
  if (xc_dom_mem_init(dom, request->memory) != 0 || xc_dom_boot_mem_init(dom) != 0)
    return -1;
  if (xc_dom_build_image(dom) != 0)
    return -1;
  return xc_dom_boot_image(dom);
}

enum status load(const struct request *request, int image, struct text *type,
                 struct text *words, struct text *log) {
  struct logger logger = {{log_message, log_progress, log_destroy}, log};
  char path[64];
  int rc;

  xc_interface *xch = xc_interface_open(&logger.vtable, &logger.vtable, XC_OPENFLAG_DUMMY);
  struct xc_dom_image *dom = xch ? xc_dom_allocate(xch, "", NULL) : NULL;
  if (!dom)
    return REFUSED;
  dom->container_type = request->hvm ? XC_DOM_HVM_CONTAINER : XC_DOM_PV_CONTAINER;
  dom->max_vcpus = 1;
  dom->lowmem_end = request->memory << 20;
  dom->target_pages = request->memory << 8;
  dom->mmio_start = 0xf0000000;
  dom->mmio_size = 0x10000000;
  snprintf(dom->xen_caps, sizeof dom->xen_caps,
           "xen-3.0-x86_64 %shvm-3.0-x86_32 hvm-3.0-x86_32p hvm-3.0-x86_64",
           request->pv32 ? "xen-3.0-x86_32p " : "");
  domain_frames = request->memory << 8;

  snprintf(path, sizeof path, "/proc/self/fd/%d", image);
  if (xc_dom_kernel_file(dom, path) != 0)
    return REFUSED;
  rc = xc_dom_parse_image(dom);
  ask_libelf(dom, request->hvm, words);
  if (dom->guest_type)
    text_add(type, dom->guest_type);
  if (rc != 0)
    return REFUSED;
  /* The loader for HVM firmware, whatever it takes, makes no PVH guest. */
  if (log->bytes && strstr(log->bytes, "HVM-generic loader ... \nloader probe OK"))
    return REFUSED;
  /* Nor does the one for flat images. */
  if (request->hvm && strstr(log->bytes, "multiboot-binary loader ... \nloader probe OK"))
    return REFUSED;
  return build(dom, request) == 0 ? ACCEPTED : REFUSED;
}
