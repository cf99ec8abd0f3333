/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of a guest in an HVM container share.
 */
#ifndef HVM_H
#define HVM_H

/* The interrupt that tells of events: any that is not the processor's own. */
#define EVENT_VECTOR 0x20

/* Where the kind of interrupt stands in HVM_PARAM_CALLBACK_IRQ. */
#define CALLBACK_TYPE_SHIFT 56

extern struct hvm_start_info *start_info;

/* domain.c: HVMOP_get_param; 0 or a negative error number. */
int parameter(uint32_t index, uint64_t *value);

/* processor.c */
void processor_open(void);
void set_gate(unsigned int vector, void (*handler)(void));

#endif /* HVM_H */
