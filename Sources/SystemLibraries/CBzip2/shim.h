// SPDX-License-Identifier: Apache-2.0
// Debian: libbz2-dev
#include <bzlib.h>
