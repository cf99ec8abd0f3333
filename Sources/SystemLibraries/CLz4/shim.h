// SPDX-License-Identifier: Apache-2.0
// Debian: liblz4-dev
#include <lz4.h>
#include <lz4hc.h>
