// SPDX-License-Identifier: Apache-2.0
// Debian: libarchive-dev
#include <archive.h>
#include <archive_entry.h>
