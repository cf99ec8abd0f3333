// SPDX-License-Identifier: Apache-2.0
// Debian: liblzo2-dev
#include <lzo/lzo1x.h>
