/* SPDX-License-Identifier: Apache-2.0 */
#include "commit.h"

/* make defines it in a git checkout; in a tarball, git archive has filled in the placeholder. */
#ifndef PVKIT_COMMIT
#define PVKIT_COMMIT "$Format:%h$"
#endif

const char *pvkit_commit(void)
{
	return PVKIT_COMMIT[0] == '$' ? "" : PVKIT_COMMIT;
}
