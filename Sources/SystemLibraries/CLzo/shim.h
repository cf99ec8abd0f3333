// SPDX-License-Identifier: Apache-2.0
// Debian: liblzo2-dev
#include <lzo/lzo1x.h>

// lzo_init is a macro that passes the sizes of types: Swift cannot see it.
static inline int lzo_init_library(void) { return lzo_init(); }
