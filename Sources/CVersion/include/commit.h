/* SPDX-License-Identifier: Apache-2.0 */

/// The abbreviated commit that this program was built from, with "-dirty" if the tree had changes;
/// an empty string where nobody knows it.
const char *pvkit_commit(void);
