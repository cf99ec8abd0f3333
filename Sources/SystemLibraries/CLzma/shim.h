// SPDX-License-Identifier: Apache-2.0
// Debian: liblzma-dev
#include <lzma.h>

// Macros of macros with suffixes: Swift cannot see them.
static const uint32_t lzma_preset_extreme = LZMA_PRESET_EXTREME;
static const lzma_vli lzma_filter_x86 = LZMA_FILTER_X86;
static const lzma_vli lzma_filter_lzma2 = LZMA_FILTER_LZMA2;
