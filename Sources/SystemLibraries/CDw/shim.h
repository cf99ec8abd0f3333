// SPDX-License-Identifier: Apache-2.0
// Debian: libdw-dev
#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
