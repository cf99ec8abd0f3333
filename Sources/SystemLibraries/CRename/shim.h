// SPDX-License-Identifier: Apache-2.0
// glibc shows renameat2 only under _GNU_SOURCE, which Swift's module of it does not define.
#include <fcntl.h>

extern int renameat2(int, const char *, int, const char *, unsigned int);

// Exchanges two paths in one step; 0, or -1 and errno.
static inline int pvkit_exchange(const char *one, const char *other) {
  return renameat2(AT_FDCWD, one, AT_FDCWD, other, 1 << 1 /* RENAME_EXCHANGE, linux/fs.h */);
}
