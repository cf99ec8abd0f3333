// SPDX-License-Identifier: Apache-2.0
// Debian: libdeflate-dev
#include <libdeflate.h>
