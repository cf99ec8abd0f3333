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

/*
 * The number of the connection: a message is read with the one that its first
 * byte came by. -ESTALE: there is a new one, and the rest will never come.
 */
extern unsigned int xb_connection(void);
extern int xb_read(void *data, unsigned int len, unsigned int connection);

/* Opens a new connection after a suspend, when nobody is writing. */
extern void xb_resume(void);

/* xenbus_xs.c */
extern int xs_init(void);

#endif
