/* SPDX-License-Identifier: Apache-2.0 */
/* The hypervisor that the library talks to: it grants what a real one would. These definitions
 * stand before libxenctrl's. Page tables are not validated, registers are not looked at. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <xenctrl.h>
#include <xen/hvm/save.h>

#include "oracle.h"

uint64_t domain_frames;

int xc_version(xc_interface *xch, int command, void *argument) {
  (void)xch, (void)command, (void)argument;
  return 4 << 16 | 17;
}

/* domctls: the hypercall page must lie in the domain's memory. */
int xc_domctl(xc_interface *xch, struct xen_domctl *domctl) {
  (void)xch;
  if (domctl->cmd == XEN_DOMCTL_hypercall_init
      && domctl->u.hypercall_init.gmfn >= domain_frames) {
    errno = EINVAL;
    return -1;
  }
  return 0;
}

int xencall1(void *handle, unsigned int operation, uint64_t argument) {
  (void)handle;
  if (operation == __HYPERVISOR_domctl)
    return xc_domctl(NULL, (struct xen_domctl *)argument);
  return 0;
}

int xc__hypercall_bounce_pre(xc_interface *xch, xc_hypercall_buffer_t *buffer) {
  (void)xch;
  buffer->hbuf = buffer->ubuf;
  return 0;
}

void xc__hypercall_bounce_post(xc_interface *xch, xc_hypercall_buffer_t *buffer) {
  (void)xch, (void)buffer;
}

int xc_domain_populate_physmap(xc_interface *xch, uint32_t domain, unsigned long count,
                               unsigned int order, unsigned int flags, xen_pfn_t *start) {
  (void)xch, (void)domain, (void)order, (void)flags, (void)start;
  return count;
}

int xc_domain_populate_physmap_exact(xc_interface *xch, uint32_t domain, unsigned long count,
                                     unsigned int order, unsigned int flags,
                                     xen_pfn_t *start) {
  (void)xch, (void)domain, (void)count, (void)order, (void)flags, (void)start;
  return 0;
}

int xc_domain_claim_pages(xc_interface *xch, uint32_t domain, unsigned long count) {
  (void)xch, (void)domain, (void)count;
  return 0;
}

int xc_clear_domain_pages(xc_interface *xch, uint32_t domain, unsigned long frame, int count) {
  (void)xch, (void)domain, (void)frame, (void)count;
  return 0;
}

int xc_domain_cacheflush(xc_interface *xch, uint32_t domain, xen_pfn_t frame, xen_pfn_t count) {
  (void)xch, (void)domain, (void)frame, (void)count;
  return 0;
}

int xc_domain_getinfo(xc_interface *xch, uint32_t first, unsigned int most,
                      xc_dominfo_t *info) {
  (void)xch, (void)most;
  memset(info, 0, sizeof *info);
  info->domid = first;
  return 1;
}

void *xc_map_foreign_range(xc_interface *xch, uint32_t domain, int size, int protection,
                           unsigned long frame) {
  (void)xch, (void)domain, (void)frame;
  void *pages = mmap(NULL, size, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return pages == MAP_FAILED ? NULL : pages;
}

int xc_mmuext_op(xc_interface *xch, struct mmuext_op *operations, unsigned int count,
                 uint32_t domain) {
  (void)xch, (void)operations, (void)count, (void)domain;
  return 0;
}

long xc_memory_op(xc_interface *xch, unsigned int command, void *argument, size_t length) {
  (void)xch, (void)command, (void)argument, (void)length;
  return 0;
}

int xc_vcpu_setcontext(xc_interface *xch, uint32_t domain, uint32_t vcpu,
                       vcpu_guest_context_any_t *context) {
  (void)xch, (void)domain, (void)vcpu, (void)context;
  return 0;
}

int xc_hvm_param_set(xc_interface *xch, uint32_t domain, uint32_t parameter, uint64_t value) {
  (void)xch, (void)domain, (void)parameter, (void)value;
  return 0;
}

/* A saved HVM domain with the records that the library looks for. */
int xc_domain_hvm_getcontext(xc_interface *xch, uint32_t domain, uint8_t *buffer,
                             uint32_t size) {
  static const struct {
    struct hvm_save_descriptor header_descriptor;
    HVM_SAVE_TYPE(HEADER) header;
    struct hvm_save_descriptor mtrr_descriptor;
    HVM_SAVE_TYPE(MTRR) mtrr;
    struct hvm_save_descriptor end_descriptor;
    HVM_SAVE_TYPE(END) end;
  } __attribute__((packed)) context = {
    .header_descriptor = {HVM_SAVE_CODE(HEADER), 0, HVM_SAVE_LENGTH(HEADER)},
    .mtrr_descriptor = {HVM_SAVE_CODE(MTRR), 0, HVM_SAVE_LENGTH(MTRR)},
    .end_descriptor = {HVM_SAVE_CODE(END), 0, HVM_SAVE_LENGTH(END)},
  };
  (void)xch, (void)domain;
  if (buffer && size >= sizeof context)
    memcpy(buffer, &context, sizeof context);
  return sizeof context;
}

int xc_domain_hvm_setcontext(xc_interface *xch, uint32_t domain, uint8_t *context,
                             uint32_t size) {
  (void)xch, (void)domain, (void)context, (void)size;
  return 0;
}
