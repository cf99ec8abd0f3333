/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A ring of DEFINE_RING_TYPES: `r` is an end's private part, `s` the shared page. The front counts
 * requests that it makes (req_prod_pvt) and responses that it takes (rsp_cons), the back the other
 * way round. Counts run on for ever; a place is a count modulo the size.
 */

/* The largest power of two that is no larger; 0 of 0. A constant of a constant. */
#define XEN_RING_POWER_OF_TWO(count) \
	((count) ? (__SIZE_TYPE__)1 << (8 * sizeof(long) - 1 - __builtin_clzl((count) | 1)) : 0)
#define XEN_RING_PLACES(type, place, bytes) \
	XEN_RING_POWER_OF_TWO(((bytes) - __builtin_offsetof(type, ring)) / sizeof(place))

/* How many places fit in so many bytes: by the name of the ring, by a pointer to the page. */
#define __CONST_RING_SIZE(name, bytes) \
	XEN_RING_PLACES(struct name ## _sring, ((struct name ## _sring *)0)->ring[0], bytes)
#define __RING_SIZE(s, bytes) XEN_RING_PLACES(__typeof__(*(s)), (s)->ring[0], bytes)
#define RING_SIZE(r) ((r)->nr_ents)

/* An empty page: each end asks to be woken by the first message. */
#define SHARED_RING_INIT(s) \
	do { \
		__builtin_memset((s), 0, __builtin_offsetof(__typeof__(*(s)), ring)); \
		(s)->req_event = 1; \
		(s)->rsp_event = 1; \
	} while (0)

/* An end of a page that has been in use up to count `at`, or of an empty one. */
#define XEN_RING_ATTACH(r, s, made, taken, at, bytes) \
	do { \
		(r)->sring = (s); \
		(r)->nr_ents = __RING_SIZE((s), (bytes)); \
		(r)->made = (at); \
		(r)->taken = (at); \
	} while (0)
#define FRONT_RING_ATTACH(r, s, at, bytes) \
	XEN_RING_ATTACH(r, s, req_prod_pvt, rsp_cons, at, bytes)
#define BACK_RING_ATTACH(r, s, at, bytes) \
	XEN_RING_ATTACH(r, s, rsp_prod_pvt, req_cons, at, bytes)
#define FRONT_RING_INIT(r, s, bytes) FRONT_RING_ATTACH(r, s, 0, bytes)
#define BACK_RING_INIT(r, s, bytes) BACK_RING_ATTACH(r, s, 0, bytes)
#define XEN_FRONT_RING_INIT(r, s, bytes) \
	do { \
		SHARED_RING_INIT(s); \
		FRONT_RING_INIT(r, s, bytes); \
	} while (0)

/* The front's: places that neither a request nor an untaken response is in. */
#define RING_FREE_REQUESTS(r) (RING_SIZE(r) + (r)->rsp_cons - (r)->req_prod_pvt)
#define RING_FULL(r) (!RING_FREE_REQUESTS(r))

/*
 * Messages of the other end that were not taken yet. The back takes no more requests than there
 * are places, whatever the front says; the page is read once.
 */
#define XEN_RING_NR_UNCONSUMED_RESPONSES(r) ((r)->sring->rsp_prod - (r)->rsp_cons)
#define XEN_RING_NR_UNCONSUMED_REQUESTS(r) \
	__extension__({ \
		unsigned int waiting_ = (r)->sring->req_prod - (r)->req_cons; \
		unsigned int room_ = RING_SIZE(r) + (r)->rsp_prod_pvt - (r)->req_cons; \
		waiting_ > room_ ? room_ : waiting_; \
	})
#ifdef XEN_RING_HAS_UNCONSUMED_IS_BOOL
#define RING_HAS_UNCONSUMED_RESPONSES(r) (XEN_RING_NR_UNCONSUMED_RESPONSES(r) != 0)
#define RING_HAS_UNCONSUMED_REQUESTS(r) (XEN_RING_NR_UNCONSUMED_REQUESTS(r) != 0)
#else
#define RING_HAS_UNCONSUMED_RESPONSES(r) XEN_RING_NR_UNCONSUMED_RESPONSES(r)
#define RING_HAS_UNCONSUMED_REQUESTS(r) XEN_RING_NR_UNCONSUMED_REQUESTS(r)
#endif

/* Counts that an honest other end cannot reach. */
#define RING_REQUEST_CONS_OVERFLOW(r, count) ((count) - (r)->rsp_prod_pvt >= RING_SIZE(r))
#define RING_REQUEST_PROD_OVERFLOW(r, count) ((count) - (r)->rsp_prod_pvt > RING_SIZE(r))
#define RING_RESPONSE_PROD_OVERFLOW(r, count) ((count) - (r)->rsp_cons > RING_SIZE(r))

/* The place of a count, and a copy of it that the other end cannot change any more. */
#define XEN_RING_PLACE(r, count) ((r)->sring->ring[(count) & (RING_SIZE(r) - 1)])
#define RING_GET_REQUEST(r, count) (&XEN_RING_PLACE(r, count).req)
#define RING_GET_RESPONSE(r, count) (&XEN_RING_PLACE(r, count).rsp)
#define XEN_RING_COPY(copy, place) \
	do { \
		*(copy) = *(place); \
		__asm__ __volatile__("" : : : "memory"); \
	} while (0)
#define RING_COPY_REQUEST(r, count, copy) XEN_RING_COPY(copy, RING_GET_REQUEST(r, count))
#define RING_COPY_RESPONSE(r, count, copy) XEN_RING_COPY(copy, RING_GET_RESPONSE(r, count))

/* Shows what was made to the other end: the messages first, then their count. */
#define XEN_RING_PUSH(r, kind) \
	do { \
		xen_wmb(); \
		(r)->sring->kind ## _prod = (r)->kind ## _prod_pvt; \
	} while (0)
#define RING_PUSH_REQUESTS(r) XEN_RING_PUSH(r, req)
#define RING_PUSH_RESPONSES(r) XEN_RING_PUSH(r, rsp)

/* The like; whether the other end wants an event: its mark is among the new counts. */
#define XEN_RING_PUSH_AND_CHECK(r, kind, notify) \
	do { \
		RING_IDX shown_ = (r)->sring->kind ## _prod; \
		RING_IDX made_ = (r)->kind ## _prod_pvt; \
		XEN_RING_PUSH(r, kind); \
		xen_mb(); \
		(notify) = made_ - (r)->sring->kind ## _event < made_ - shown_; \
	} while (0)
#define RING_PUSH_REQUESTS_AND_CHECK_NOTIFY(r, notify) XEN_RING_PUSH_AND_CHECK(r, req, notify)
#define RING_PUSH_RESPONSES_AND_CHECK_NOTIFY(r, notify) XEN_RING_PUSH_AND_CHECK(r, rsp, notify)

/* Before an end rests: asks to be woken by the next message, unless one is there already. */
#define XEN_RING_FINAL_CHECK(r, kind, unconsumed, more) \
	do { \
		(more) = unconsumed(r); \
		if (!(more)) { \
			(r)->sring->kind ## _event = (r)->kind ## _cons + 1; \
			xen_mb(); \
			(more) = unconsumed(r); \
		} \
	} while (0)
#define RING_FINAL_CHECK_FOR_REQUESTS(r, more) \
	XEN_RING_FINAL_CHECK(r, req, RING_HAS_UNCONSUMED_REQUESTS, more)
#define RING_FINAL_CHECK_FOR_RESPONSES(r, more) \
	XEN_RING_FINAL_CHECK(r, rsp, RING_HAS_UNCONSUMED_RESPONSES, more)
