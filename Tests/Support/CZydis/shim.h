// SPDX-License-Identifier: Apache-2.0
// Debian: libzydis-dev
#include <Zydis/Zydis.h>
