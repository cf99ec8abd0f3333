// SPDX-License-Identifier: Apache-2.0
// Debian: libelf-dev
#include <libelf.h>
#include <gelf.h>
#include <elf.h>
