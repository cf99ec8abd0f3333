// SPDX-License-Identifier: Apache-2.0
// Debian: nettle-dev
#include <nettle/sha2.h>
