// SPDX-License-Identifier: Apache-2.0
// Debian: libzstd-dev
#include <zstd.h>
#include <zstd_errors.h>
