// SPDX-License-Identifier: Apache-2.0
// Debian: liblzma-dev
#include <lzma.h>
