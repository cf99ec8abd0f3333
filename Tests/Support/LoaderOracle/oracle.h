/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LOADER_ORACLE_H
#define LOADER_ORACLE_H

#include <stddef.h>
#include <stdint.h>

/* A case as it comes on standard input; the image's bytes follow it. */
struct request {
  uint32_t hvm;    /* an HVM container, for PVH; otherwise PV */
  uint32_t pv32;   /* the hypervisor offers 32-bit PV */
  uint64_t size;   /* of the image, in bytes */
  uint64_t memory; /* of the domain, in MiB */
};

/* The answer's head on standard output; the strings follow it in this order, without NULs. */
struct answer {
  uint32_t status;  /* enum status */
  uint32_t detail;  /* the signal's number, when crashed */
  uint32_t type;    /* length of the guest type */
  uint32_t words;   /* length of libelf's words */
  uint32_t log;     /* length of the library's log */
};

enum status { REFUSED, ACCEPTED, CRASHED, HUNG };

/* Text that grows by lines. */
struct text {
  char *bytes;
  size_t length;
};
void text_add(struct text *text, const char *line);

/* What the fake hypervisor must know of the domain. */
extern uint64_t domain_frames;

/* Feeds an image to libxenguest; on the way fills in type, words and log. */
enum status load(const struct request *request, int image, struct text *type,
                 struct text *words, struct text *log);

#endif
