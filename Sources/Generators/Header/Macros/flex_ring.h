/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Two rings of bytes, one each way: `in` and `out` are halves of pages that both ends map, of a size
 * that is a power of two. Packets are written and read whole. As in rings of messages, counts run
 * on for ever; where a place is wanted, the name says `masked`.
 */
#if !defined(__ASSEMBLY__) && !defined(__ASSEMBLER__)

#define XEN_FLEX_RING_FUNCTION static __inline__ __attribute__((unused))

/* How much of so many bytes lies before the ring's end; the rest goes on at its beginning. */
XEN_FLEX_RING_FUNCTION __SIZE_TYPE__
xen_flex_ring_head(__SIZE_TYPE__ size, RING_IDX masked, RING_IDX ring_size)
{
	return size < ring_size - masked ? size : ring_size - masked;
}

#define XEN_FLEX_RING_FUNCTIONS(name) \
	/* The place of a count. */ \
	XEN_FLEX_RING_FUNCTION RING_IDX name ## _mask(RING_IDX count, RING_IDX ring_size) \
	{ \
		return count & (ring_size - 1); \
	} \
	XEN_FLEX_RING_FUNCTION unsigned char * \
	name ## _get_ring_ptr(unsigned char *ring, RING_IDX count, RING_IDX ring_size) \
	{ \
		return &ring[name ## _mask(count, ring_size)]; \
	} \
	/* Takes bytes that the other end has written, and moves the reader's place. */ \
	XEN_FLEX_RING_FUNCTION void \
	name ## _read_packet(void *to, const unsigned char *ring, __SIZE_TYPE__ size, \
			     RING_IDX masked_prod, RING_IDX *masked_cons, RING_IDX ring_size) \
	{ \
		__SIZE_TYPE__ head = xen_flex_ring_head(size, *masked_cons, ring_size); \
		\
		(void)masked_prod; \
		__builtin_memcpy(to, ring + *masked_cons, head); \
		__builtin_memcpy((char *)to + head, ring, size - head); \
		*masked_cons = name ## _mask(*masked_cons + (RING_IDX)size, ring_size); \
	} \
	/* Puts bytes where there is room for them, and moves the writer's place. */ \
	XEN_FLEX_RING_FUNCTION void \
	name ## _write_packet(unsigned char *ring, const void *from, __SIZE_TYPE__ size, \
			      RING_IDX *masked_prod, RING_IDX masked_cons, RING_IDX ring_size) \
	{ \
		__SIZE_TYPE__ head = xen_flex_ring_head(size, *masked_prod, ring_size); \
		\
		(void)masked_cons; \
		__builtin_memcpy(ring + *masked_prod, from, head); \
		__builtin_memcpy(ring, (const char *)from + head, size - head); \
		*masked_prod = name ## _mask(*masked_prod + (RING_IDX)size, ring_size); \
	} \
	/* Bytes that were written and not read: all of the ring when only the places agree. */ \
	XEN_FLEX_RING_FUNCTION RING_IDX \
	name ## _queued(RING_IDX prod, RING_IDX cons, RING_IDX ring_size) \
	{ \
		RING_IDX used = name ## _mask(prod - cons, ring_size); \
		\
		return used == 0 && prod != cons ? ring_size : used; \
	}

#define DEFINE_XEN_FLEX_RING(name) \
	XEN_FLEX_RING_FUNCTIONS(name) \
	struct name ## _data { \
		unsigned char *in; \
		unsigned char *out; \
	}

/* The like, and the page in which the ends tell each other their counts and the rings' pages. */
#define DEFINE_XEN_FLEX_RING_AND_INTF(name) \
	struct name ## _data_intf { \
		RING_IDX in_cons, in_prod; \
		uint8_t pad1[56]; \
		RING_IDX out_cons, out_prod; \
		uint8_t pad2[56]; \
		RING_IDX ring_order; \
		grant_ref_t ref[]; \
	}; \
	DEFINE_XEN_FLEX_RING(name)

#endif /* C */
