/* SPDX-License-Identifier: GPL-2.0-only */
/* The records of a mc_info, one behind the other; the first of a kind, or a null pointer. */
#define x86_mcinfo_nentries(info) ((info)->mi_nentries)
#define x86_mcinfo_first(info) \
	((struct mcinfo_common *)((char *)(info) + __builtin_offsetof(struct mc_info, mi_data)))
#define x86_mcinfo_next(record) ((struct mcinfo_common *)((char *)(record) + (record)->size))
#define x86_mcinfo_lookup(found, info, kind) \
	do { \
		struct mc_info *info_ = (info); \
		uint32_t left_ = info_ ? x86_mcinfo_nentries(info_) : 0; \
		struct mcinfo_common *record_ = left_ ? x86_mcinfo_first(info_) : 0; \
		for (; left_ && record_->type != (kind); left_--) \
			record_ = x86_mcinfo_next(record_); \
		(found) = left_ ? record_ : 0; \
	} while (0)
