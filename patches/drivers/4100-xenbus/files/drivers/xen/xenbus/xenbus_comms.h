/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The way to the store and back, see xenbus_comms.c.
 */
#ifndef XENBUS_COMMS_H
#define XENBUS_COMMS_H

/* -ENODEV: this domain has no store. */
extern int xb_init_comms(void);

/* All of it, or an error after which nothing can be sent or received. */
extern int xb_write(const void *data, unsigned int len);
extern int xb_read(void *data, unsigned int len);

/* xenbus_xs.c */
extern int xs_init(void);

#endif
