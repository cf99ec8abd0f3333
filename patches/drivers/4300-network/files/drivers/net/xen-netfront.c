/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Network cards that another domain serves.
 *
 * A card has two rings. Sending: a request for each page, or part of one,
 * that a packet lies in, the first with the whole packet's length; where the
 * back end is to cut a large packet into segments, the second place says into
 * which. The pages are granted for reading until the response comes.
 * Receiving: each request offers an empty page, granted for writing, into
 * which the back end copies; a packet may fill several. Responses come in the
 * order of the requests, so that a place's number is the page's, whatever id
 * the back end writes.
 *
 * tx_lock guards all of sending, taken in interrupts. Receiving is done by
 * poll() alone, which never runs twice at once, and before the first and
 * after the last of it by the thread that sets the card up and takes it down.
 * Of what the back end writes each value is read once and checked: ids,
 * counts, offsets and lengths. Where it breaks the rings' rules (an id that
 * is not under way, more responses than requests, a packet without an end, a
 * grant in use after the response), this is reported once, and the card is
 * stopped. A packet that does not fit its page is dropped and counted. Events
 * without a response are left to the kernel's own care for interrupts that
 * nobody handles: a flood of them gets cut off.
 *
 * When the domain was restored, the card has no link until the new back end
 * is there; packets under way are lost, as they may be on any wire. Then it
 * tells its neighbours where it is.
 *
 * Checksums: what we send may lack them if the back end can fill them in.
 * What comes may lack them too, which is right as long as it stays here; when
 * the card forwards or is part of a bridge they are filled in.
 */
#include <linux/err.h>
#include <linux/etherdevice.h>
#include <linux/ethtool.h>
#include <linux/if_arp.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/inetdevice.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/ip.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/timer.h>

#include <net/arp.h>
#include <net/checksum.h>

#include <asm/xen/hypervisor.h>
#include <asm/xen/page.h>
#include <xen/compat.h>
#include <xen/events.h>
#include <xen/grant_table.h>
#include <xen/xenbus.h>

#define NET_TX_RING_SIZE	__CONST_RING_SIZE(netif_tx, PAGE_SIZE)
#define NET_RX_RING_SIZE	__CONST_RING_SIZE(netif_rx, PAGE_SIZE)
#define NO_ID			NET_TX_RING_SIZE

/* Places that a packet may take: the pages and how to cut it */
#define MAX_PAGES		XEN_NETIF_NR_SLOTS_MIN
#define MAX_TX_PLACES		(MAX_PAGES + 1)

/* A received packet's first bytes, which are copied out of the page */
#define RX_COPY			256

static int rx_gso = 1;
module_param(rx_gso, int, 0444);
MODULE_PARM_DESC(rx_gso, "Let large TCP packets come uncut; 0 for routers");

struct tx_slot {
	struct sk_buff *skb;		/* NULL: the id is free. */
	grant_ref_t ref;
	unsigned int next_free;
};

struct rx_slot {
	struct page *page;		/* NULL: to be filled */
	grant_ref_t ref;
};

struct netfront_info {
	struct net_device *netdev;
	struct xenbus_device *xbdev;
	struct net_device_stats stats;
	domid_t backend_id;
	unsigned int evtchn, irq;
	int broken;
	int can_csum, can_sg, can_tso;	/* what the back end does */
	int moved;			/* The neighbours do not know yet. */
	struct timer_list announce_timer;

	spinlock_t tx_lock;
	struct netif_tx_front_ring tx;
	void *tx_page;
	grant_ref_t tx_ref, tx_gref_head;
	unsigned int tx_free;
	struct tx_slot tx_slots[NET_TX_RING_SIZE];

	struct netif_rx_front_ring rx;
	void *rx_page;
	grant_ref_t rx_ref, rx_gref_head;
	struct rx_slot rx_slots[NET_RX_RING_SIZE];
	struct timer_list rx_refill_timer;
};

/* The card is of no use any more; called in interrupts and in poll() too. */
static void broken(struct netfront_info *np, const char *what,
		   unsigned long value)
{
	if (np->broken)
		return;
	np->broken = 1;
	printk(KERN_ERR "%s: stopped: the back end's %s (%lu) is wrong\n",
	       np->netdev->name, what, value);
	netif_carrier_off(np->netdev);
	disable_irq_nosync(np->irq);
}

/* There are rings, and they are in order. */
static int is_usable(struct netfront_info *np)
{
	return np->irq && !np->broken;
}

/*
 * Sending
 */

static void free_tx_slot(struct netfront_info *np, unsigned int id)
{
	np->tx_slots[id].skb = NULL;
	np->tx_slots[id].next_free = np->tx_free;
	np->tx_free = id;
}

static int tx_has_room(struct netfront_info *np)
{
	return RING_FREE_REQUESTS(&np->tx) >= MAX_TX_PLACES;
}

static unsigned int pages_of(unsigned int offset, unsigned int len)
{
	return (offset + len + PAGE_SIZE - 1) >> PAGE_SHIFT;
}

static unsigned int tx_pages(struct sk_buff *skb)
{
	unsigned int i, pages = pages_of(offset_in_page(skb->data),
					 skb_headlen(skb));

	for (i = 0; i < skb_shinfo(skb)->nr_frags; i++) {
		skb_frag_t *frag = &skb_shinfo(skb)->frags[i];

		pages += pages_of(frag->page_offset & ~PAGE_MASK, frag->size);
	}
	return pages;
}

/* A part of a packet within a page; the packet has a reference for each. */
static struct netif_tx_request *queue_tx(struct netfront_info *np,
					 struct sk_buff *skb,
					 unsigned long pfn,
					 unsigned int offset, unsigned int len)
{
	struct netif_tx_request *req =
		RING_GET_REQUEST(&np->tx, np->tx.req_prod_pvt++);
	unsigned int id = np->tx_free;
	struct tx_slot *slot = &np->tx_slots[id];

	np->tx_free = slot->next_free;
	slot->skb = skb_get(skb);
	slot->ref = gnttab_claim_grant_reference(&np->tx_gref_head);
	gnttab_grant_foreign_access_ref(slot->ref, np->backend_id,
					pfn_to_mfn(pfn), 1);
	req->id = id;
	req->gref = slot->ref;
	req->offset = offset;
	req->size = len;
	req->flags = NETTXF_more_data;
	return req;
}

/* Memory that is one in the direct mapping; gives the last request. */
static struct netif_tx_request *queue_range(struct netfront_info *np,
					    struct sk_buff *skb,
					    unsigned long pfn,
					    unsigned int offset,
					    unsigned int len)
{
	struct netif_tx_request *req = NULL;

	pfn += offset >> PAGE_SHIFT;
	for (offset &= ~PAGE_MASK; len; offset = 0, pfn++) {
		unsigned int n = min_t(unsigned int, len, PAGE_SIZE - offset);

		req = queue_tx(np, skb, pfn, offset, n);
		len -= n;
	}
	return req;
}

/* How a large packet is to be cut: the place after the first */
static void queue_gso(struct netfront_info *np, struct sk_buff *skb)
{
	struct netif_extra_info *gso = (struct netif_extra_info *)
		RING_GET_REQUEST(&np->tx, np->tx.req_prod_pvt++);

	memset(gso, 0, sizeof(*gso));
	gso->type = XEN_NETIF_EXTRA_TYPE_GSO;
	gso->u.gso.size = skb_shinfo(skb)->gso_size;
	gso->u.gso.type = XEN_NETIF_GSO_TYPE_TCPV4;
}

static void queue_packet(struct netfront_info *np, struct sk_buff *skb)
{
	unsigned long pfn = __pa(skb->data) >> PAGE_SHIFT;
	unsigned int offset = offset_in_page(skb->data), i;
	unsigned int len = skb_headlen(skb);
	unsigned int n = min_t(unsigned int, len, PAGE_SIZE - offset);
	struct netif_tx_request *first, *last;

	first = last = queue_tx(np, skb, pfn, offset, n);
	if (skb_is_gso(skb)) {
		first->flags |= NETTXF_extra_info;
		queue_gso(np, skb);
	}
	if (len > n)
		last = queue_range(np, skb, pfn + 1, 0, len - n);
	for (i = 0; i < skb_shinfo(skb)->nr_frags; i++) {
		skb_frag_t *frag = &skb_shinfo(skb)->frags[i];

		last = queue_range(np, skb, page_to_pfn(frag->page),
				   frag->page_offset, frag->size);
	}
	first->size = skb->len;
	if (skb->ip_summed == CHECKSUM_PARTIAL)
		first->flags |= NETTXF_csum_blank | NETTXF_data_validated;
	last->flags &= ~NETTXF_more_data;
}

static void push_tx(struct netfront_info *np)
{
	int notify;

	RING_PUSH_REQUESTS_AND_CHECK_NOTIFY(&np->tx, notify);
	if (notify)
		notify_remote_via_irq(np->irq);
}

/* 0: the card is broken. The lock is held. */
static int end_tx(struct netfront_info *np, const struct netif_tx_response *rsp)
{
	struct tx_slot *slot = &np->tx_slots[rsp->id];
	struct sk_buff *skb;

	if (rsp->id >= NET_TX_RING_SIZE || !slot->skb) {
		broken(np, "id", rsp->id);
		return 0;
	}
	if (!gnttab_end_foreign_access_ref(slot->ref)) {
		broken(np, "use of a grant after the response", rsp->id);
		return 0;
	}
	gnttab_release_grant_reference(&np->tx_gref_head, slot->ref);
	skb = slot->skb;
	free_tx_slot(np, rsp->id);
	dev_kfree_skb_irq(skb);
	return 1;
}

/* How to cut a packet took a place without an id: its answer says NULL. */
static void end_tx_responses(struct netfront_info *np)
{
	RING_IDX prod = *(volatile RING_IDX *)&np->tx.sring->rsp_prod;
	struct netif_tx_response rsp;

	rmb();
	if (prod - np->tx.rsp_cons > np->tx.req_prod_pvt - np->tx.rsp_cons) {
		broken(np, "count of responses", prod);
		return;
	}
	while (np->tx.rsp_cons != prod) {
		RING_COPY_RESPONSE(&np->tx, np->tx.rsp_cons, &rsp);
		np->tx.rsp_cons++;
		if (rsp.status != NETIF_RSP_NULL && !end_tx(np, &rsp))
			return;
	}
}

/*
 * The next event when half of what is under way is done: there is no hurry
 * until the ring is full.
 */
static void reap_tx(struct netfront_info *np)
{
	unsigned int pending;

	do {
		end_tx_responses(np);
		if (np->broken)
			return;
		pending = np->tx.req_prod_pvt - np->tx.rsp_cons;
		np->tx.sring->rsp_event = np->tx.rsp_cons + (pending >> 1) + 1;
		mb();
	} while (*(volatile RING_IDX *)&np->tx.sring->rsp_prod -
		 np->tx.rsp_cons > pending >> 1);
	if (netif_queue_stopped(np->netdev) && tx_has_room(np) &&
	    netif_carrier_ok(np->netdev))
		netif_wake_queue(np->netdev);
}

/* More pages than the back end takes, or several where it takes one */
static int must_be_copied(struct netfront_info *np, struct sk_buff *skb)
{
	unsigned int most = np->netdev->features & NETIF_F_SG ? MAX_PAGES : 1;

	return tx_pages(skb) > most;
}

/* Into as few pages as it can be; large buffers begin a page. */
static struct sk_buff *copy_packet(struct sk_buff *skb)
{
	struct sk_buff *copy = alloc_skb(max_t(unsigned int, skb->len,
					       PAGE_SIZE / 2 + 1), GFP_ATOMIC);

	if (copy) {
		skb_copy_bits(skb, 0, skb_put(copy, skb->len), skb->len);
		copy->dev = skb->dev;
		copy->ip_summed = skb->ip_summed;
		skb_shinfo(copy)->gso_size = skb_shinfo(skb)->gso_size;
		skb_shinfo(copy)->gso_type = skb_shinfo(skb)->gso_type;
	}
	dev_kfree_skb(skb);
	return copy;
}

static int xennet_start_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct netfront_info *np = netdev_priv(dev);
	unsigned long flags;

	if (unlikely(must_be_copied(np, skb))) {
		skb = copy_packet(skb);
		if (!skb || must_be_copied(np, skb))
			goto drop;
	}
	spin_lock_irqsave(&np->tx_lock, flags);
	if (unlikely(!netif_carrier_ok(dev) || np->broken)) {
		spin_unlock_irqrestore(&np->tx_lock, flags);
		goto drop;
	}
	queue_packet(np, skb);
	push_tx(np);
	np->stats.tx_packets++;
	np->stats.tx_bytes += skb->len;
	dev->trans_start = jiffies;
	if (!tx_has_room(np)) {
		reap_tx(np);
		if (!tx_has_room(np))
			netif_stop_queue(dev);
	}
	spin_unlock_irqrestore(&np->tx_lock, flags);
	dev_kfree_skb(skb);
	return 0;
drop:
	np->stats.tx_dropped++;
	if (skb)
		dev_kfree_skb(skb);
	return 0;
}

/*
 * Receiving
 */

static int fill_rx_slot(struct netfront_info *np, struct rx_slot *slot)
{
	slot->page = alloc_page(GFP_ATOMIC | __GFP_NOWARN);
	if (!slot->page)
		return -ENOMEM;
	slot->ref = gnttab_claim_grant_reference(&np->rx_gref_head);
	gnttab_grant_foreign_access_ref(slot->ref, np->backend_id,
					pfn_to_mfn(page_to_pfn(slot->page)),
					0);
	return 0;
}

/* Offers a page in each free place. */
static void refill_rx(struct netfront_info *np)
{
	RING_IDX prod = np->rx.req_prod_pvt;
	int notify;

	for (; prod - np->rx.rsp_cons < NET_RX_RING_SIZE; prod++) {
		unsigned int id = prod & (NET_RX_RING_SIZE - 1);
		struct rx_slot *slot = &np->rx_slots[id];
		struct netif_rx_request *req;

		if (!slot->page && fill_rx_slot(np, slot))
			break;
		req = RING_GET_REQUEST(&np->rx, prod);
		req->id = id;
		req->pad = 0;
		req->gref = slot->ref;
	}
	np->rx.req_prod_pvt = prod;
	RING_PUSH_REQUESTS_AND_CHECK_NOTIFY(&np->rx, notify);
	if (notify)
		notify_remote_via_irq(np->irq);
	/* Nothing would come that could make poll() run again. */
	if (prod - np->rx.rsp_cons < NET_RX_RING_SIZE / 4)
		mod_timer(&np->rx_refill_timer, jiffies + HZ / 10);
}

static void rx_refill_timeout(unsigned long data)
{
	netif_rx_schedule((struct net_device *)data);
}

/* The page is the packet's from here on. NULL: the back end still has it. */
static struct page *take_page(struct netfront_info *np, struct rx_slot *slot)
{
	struct page *page = slot->page;

	if (!gnttab_end_foreign_access_ref(slot->ref)) {
		broken(np, "use of a grant after the response", slot->ref);
		return NULL;
	}
	gnttab_release_grant_reference(&np->rx_gref_head, slot->ref);
	slot->page = NULL;
	return page;
}

/* What a response says of its page, if it can be */
static int rx_fits(const struct netif_rx_response *rsp)
{
	return rsp->status > 0 && rsp->offset < PAGE_SIZE &&
		rsp->status <= PAGE_SIZE - rsp->offset;
}

/* len bytes of a page as the packet's next part; 0: it does not fit. */
static int add_page(struct netfront_info *np, struct sk_buff *skb,
		    struct rx_slot *slot, unsigned int offset, unsigned int len)
{
	unsigned int i = skb_shinfo(skb)->nr_frags;
	struct page *page;

	if (i == MAX_SKB_FRAGS)
		return 0;
	page = take_page(np, slot);
	if (!page)
		return 0;
	skb_fill_page_desc(skb, i, page, offset, len);
	skb->len += len;
	skb->data_len += len;
	skb->truesize += PAGE_SIZE;
	return 1;
}

/* A small packet is copied whole, and its place keeps the page. */
static struct sk_buff *first_part(struct netfront_info *np,
				  struct rx_slot *slot,
				  const struct netif_rx_response *rsp)
{
	unsigned int copied = min_t(unsigned int, rsp->status, RX_COPY);
	struct sk_buff *skb = dev_alloc_skb(RX_COPY + NET_IP_ALIGN);

	if (!skb)
		return NULL;
	skb_reserve(skb, NET_IP_ALIGN);
	memcpy(skb_put(skb, copied), page_address(slot->page) + rsp->offset,
	       copied);
	if (copied < rsp->status &&
	    !add_page(np, skb, slot, rsp->offset + copied,
		      rsp->status - copied)) {
		dev_kfree_skb(skb);
		return NULL;
	}
	return skb;
}

struct rx_packet {
	struct sk_buff *skb;
	struct netif_rx_response first;
	struct netif_extra_info gso;	/* of type NONE if there is none */
	int bad;
};

/* The next place before prod; 0: there is none, though there must be. */
static int next_place(struct netfront_info *np, RING_IDX prod, void *copy)
{
	if (np->rx.rsp_cons == prod) {
		broken(np, "end of a packet", prod);
		return 0;
	}
	RING_COPY_RESPONSE(&np->rx, np->rx.rsp_cons,
			   (struct netif_rx_response *)copy);
	np->rx.rsp_cons++;
	return 1;
}

/* What comes between the first part and the others */
static int receive_extras(struct netfront_info *np, RING_IDX prod,
			  struct rx_packet *packet)
{
	struct netif_extra_info extra;

	do {
		if (!next_place(np, prod, &extra))
			return 0;
		if (extra.type == XEN_NETIF_EXTRA_TYPE_GSO)
			packet->gso = extra;
		else
			packet->bad = 1;
	} while (extra.flags & XEN_NETIF_EXTRA_FLAG_MORE);
	return 1;
}

/* A packet, which ends before prod; 0: it does not. */
static int receive_parts(struct netfront_info *np, RING_IDX prod,
			 struct rx_packet *packet)
{
	struct rx_slot *slots = np->rx_slots, *slot;
	struct netif_rx_response rsp;

	memset(packet, 0, sizeof(*packet));
	slot = &slots[np->rx.rsp_cons & (NET_RX_RING_SIZE - 1)];
	if (!next_place(np, prod, &rsp))
		return 0;
	packet->first = rsp;
	if (rx_fits(&rsp))
		packet->skb = first_part(np, slot, &rsp);
	if (!packet->skb)
		packet->bad = 1;
	if ((rsp.flags & NETRXF_extra_info) &&
	    !receive_extras(np, prod, packet))
		return 0;
	while (rsp.flags & NETRXF_more_data) {
		slot = &slots[np->rx.rsp_cons & (NET_RX_RING_SIZE - 1)];
		if (!next_place(np, prod, &rsp))
			return 0;
		if (!packet->bad && (!rx_fits(&rsp) ||
		    !add_page(np, packet->skb, slot, rsp.offset, rsp.status)))
			packet->bad = 1;
	}
	return 1;
}

static int is_forwarding(struct net_device *dev)
{
	struct in_device *in_dev = __in_dev_get_rcu(dev);

	return dev->br_port || (in_dev && IN_DEV_FORWARD(in_dev));
}

/* The field has the pseudo header's sum already. */
static int fill_checksum(struct sk_buff *skb)
{
	struct iphdr *ip = (struct iphdr *)skb->data;
	unsigned int start, field;
	u16 sum;

	if (skb->protocol != htons(ETH_P_IP) ||
	    skb_headlen(skb) < sizeof(*ip))
		return 0;
	start = ip->ihl * 4;
	if (ip->protocol == IPPROTO_TCP)
		field = start + 16;
	else if (ip->protocol == IPPROTO_UDP)
		field = start + 6;
	else
		return 0;
	if (skb_headlen(skb) < field + 2)
		return 0;
	sum = csum_fold(skb_checksum(skb, start, skb->len - start, 0));
	if (!sum && ip->protocol == IPPROTO_UDP)
		sum = 0xffff;	/* 0 says that there is none. */
	memcpy(skb->data + field, &sum, sizeof(sum));
	return 1;
}

static int set_checksum(struct net_device *dev, struct sk_buff *skb,
			unsigned int flags)
{
	if (!(flags & (NETRXF_csum_blank | NETRXF_data_validated)))
		return 1;
	skb->ip_summed = CHECKSUM_UNNECESSARY;
	if ((flags & NETRXF_csum_blank) && !skb_is_gso(skb) &&
	    unlikely(is_forwarding(dev)))
		return fill_checksum(skb);
	return 1;
}

static int set_gso(struct sk_buff *skb, const struct netif_extra_info *gso)
{
	if (gso->type == XEN_NETIF_EXTRA_TYPE_NONE)
		return 1;
	if (!gso->u.gso.size || gso->u.gso.type != XEN_NETIF_GSO_TYPE_TCPV4)
		return 0;
	skb_shinfo(skb)->gso_size = gso->u.gso.size;
	skb_shinfo(skb)->gso_type = SKB_GSO_TCPV4 | SKB_GSO_DODGY;
	skb_shinfo(skb)->gso_segs = 0;
	return 1;
}

static void deliver(struct netfront_info *np, struct rx_packet *packet)
{
	struct net_device *dev = np->netdev;
	struct sk_buff *skb = packet->skb;

	if (packet->bad || skb->len < ETH_HLEN) {
		np->stats.rx_errors++;
		goto drop;
	}
	np->stats.rx_packets++;
	np->stats.rx_bytes += skb->len;
	skb->dev = dev;
	skb->protocol = eth_type_trans(skb, dev);
	if (!set_gso(skb, &packet->gso) ||
	    !set_checksum(dev, skb, packet->first.flags))
		goto drop;
	netif_receive_skb(skb);
	dev->last_rx = jiffies;
	return;
drop:
	np->stats.rx_dropped++;
	if (skb)
		dev_kfree_skb(skb);
}

/* Those that are there, up to budget packets; how many there were */
static int receive_packets(struct netfront_info *np, int budget)
{
	RING_IDX prod = *(volatile RING_IDX *)&np->rx.sring->rsp_prod;
	struct rx_packet packet;
	int count = 0;

	rmb();
	if (prod - np->rx.rsp_cons > np->rx.req_prod_pvt - np->rx.rsp_cons) {
		broken(np, "count of responses", prod);
		return 0;
	}
	for (; np->rx.rsp_cons != prod && count < budget && !np->broken;
	     count++) {
		if (!receive_parts(np, prod, &packet))
			packet.bad = 1;
		deliver(np, &packet);
	}
	return count;
}

static int xennet_poll(struct net_device *dev, int *pbudget)
{
	struct netfront_info *np = netdev_priv(dev);
	int budget = min(*pbudget, dev->quota), more = 0;
	int count = is_usable(np) ? receive_packets(np, budget) : 0;
	unsigned long flags;

	if (is_usable(np))
		refill_rx(np);
	*pbudget -= count;
	dev->quota -= count;
	if (count == budget && is_usable(np))
		return 1;
	local_irq_save(flags);
	if (is_usable(np))
		RING_FINAL_CHECK_FOR_RESPONSES(&np->rx, more);
	if (!more)
		__netif_rx_complete(dev);
	local_irq_restore(flags);
	return !!more;
}

static XEN_IRQ_HANDLER(xennet_interrupt, int irq, void *dev_id)
{
	struct net_device *dev = dev_id;
	struct netfront_info *np = netdev_priv(dev);
	unsigned long flags;
	int news;

	spin_lock_irqsave(&np->tx_lock, flags);
	news = RING_HAS_UNCONSUMED_RESPONSES(&np->tx);
	if (!np->broken)
		reap_tx(np);
	spin_unlock_irqrestore(&np->tx_lock, flags);
	if (!np->broken && RING_HAS_UNCONSUMED_RESPONSES(&np->rx)) {
		news = 1;
		netif_rx_schedule(dev);
	}
	return news ? IRQ_HANDLED : IRQ_NONE;
}

/*
 * The device
 */

static int xennet_open(struct net_device *dev)
{
	netif_start_queue(dev);
	/* What came while it was down */
	local_bh_disable();
	netif_rx_schedule(dev);
	local_bh_enable();
	return 0;
}

static int xennet_close(struct net_device *dev)
{
	struct netfront_info *np = netdev_priv(dev);

	netif_stop_queue(dev);
	del_timer_sync(&np->rx_refill_timer);
	return 0;
}

static struct net_device_stats *xennet_get_stats(struct net_device *dev)
{
	struct netfront_info *np = netdev_priv(dev);

	return &np->stats;
}

static int xennet_change_mtu(struct net_device *dev, int mtu)
{
	int most = dev->features & NETIF_F_SG ?
		XEN_NETIF_MAX_TX_SIZE - ETH_HLEN : ETH_DATA_LEN;

	if (mtu < 68 || mtu > most)
		return -EINVAL;
	dev->mtu = mtu;
	return 0;
}

/* Only what the back end does can be switched on. */

static int xennet_set_sg(struct net_device *dev, u32 on)
{
	struct netfront_info *np = netdev_priv(dev);

	if (on && !np->can_sg)
		return -ENOSYS;
	if (!on && dev->mtu > ETH_DATA_LEN)
		dev->mtu = ETH_DATA_LEN;
	return ethtool_op_set_sg(dev, on);
}

static int xennet_set_tso(struct net_device *dev, u32 on)
{
	struct netfront_info *np = netdev_priv(dev);

	if (on && !np->can_tso)
		return -ENOSYS;
	return ethtool_op_set_tso(dev, on);
}

static int xennet_set_tx_csum(struct net_device *dev, u32 on)
{
	struct netfront_info *np = netdev_priv(dev);

	if (on && !np->can_csum)
		return -ENOSYS;
	return ethtool_op_set_tx_csum(dev, on);
}

static struct ethtool_ops xennet_ethtool_ops = {
	.get_link	= ethtool_op_get_link,
	.get_tx_csum	= ethtool_op_get_tx_csum,
	.set_tx_csum	= xennet_set_tx_csum,
	.get_sg		= ethtool_op_get_sg,
	.set_sg		= xennet_set_sg,
	.get_tso	= ethtool_op_get_tso,
	.set_tso	= xennet_set_tso,
};

static int backend_does(struct netfront_info *np, const char *feature)
{
	return xenbus_read_unsigned(np->xbdev->otherend, feature, 0);
}

/* Each needs the one before it. */
static void set_features(struct netfront_info *np)
{
	struct net_device *dev = np->netdev;

	np->can_csum = !backend_does(np, "feature-no-csum-offload");
	np->can_sg = np->can_csum && backend_does(np, "feature-sg");
	np->can_tso = np->can_sg && backend_does(np, "feature-gso-tcpv4");
	dev->features &= ~(NETIF_F_IP_CSUM | NETIF_F_SG | NETIF_F_TSO);
	if (np->can_csum)
		dev->features |= NETIF_F_IP_CSUM;
	if (np->can_sg)
		dev->features |= NETIF_F_SG;
	if (np->can_tso)
		dev->features |= NETIF_F_TSO;
}

/* Twelve digits in pairs, with colons between them */
static int read_mac(struct xenbus_device *dev, u8 *mac)
{
	char *text = xenbus_read(XBT_NIL, dev->nodename, "mac", NULL);
	char *p = text, *end;
	int i, err = 0;

	if (IS_ERR(text))
		return PTR_ERR(text);
	for (i = 0; i < ETH_ALEN && !err; i++, p = end + 1) {
		mac[i] = simple_strtoul(p, &end, 16);
		if (end == p || *end != (i == ETH_ALEN - 1 ? 0 : ':'))
			err = -EINVAL;
	}
	kfree(text);
	return err ? err : is_valid_ether_addr(mac) ? 0 : -EINVAL;
}

static void init_slots(struct netfront_info *np)
{
	unsigned int id;

	np->tx_free = NO_ID;
	for (id = NET_TX_RING_SIZE; id-- > 0;)
		free_tx_slot(np, id);
}

/* The back end is gone, or never was; nothing runs but this. */
static void teardown(struct netfront_info *np)
{
	unsigned int i;

	del_timer_sync(&np->announce_timer);
	del_timer_sync(&np->rx_refill_timer);
	if (np->irq)
		unbind_from_irqhandler(np->irq, np->netdev);
	np->irq = 0;
	for (i = 0; i < NET_TX_RING_SIZE; i++) {
		struct tx_slot *slot = &np->tx_slots[i];

		if (!slot->skb)
			continue;
		/* A head's page may have other things in it: it is kept too. */
		if (!gnttab_try_end_foreign_access(slot->ref))
			gnttab_end_foreign_access(slot->ref, NULL);
		else
			dev_kfree_skb(slot->skb);
		free_tx_slot(np, i);
	}
	for (i = 0; i < NET_RX_RING_SIZE; i++) {
		struct rx_slot *slot = &np->rx_slots[i];

		if (slot->page)
			gnttab_end_foreign_access(slot->ref, slot->page);
		slot->page = NULL;
	}
	xenbus_teardown_ring(&np->tx_page, &np->tx_ref);
	xenbus_teardown_ring(&np->rx_page, &np->rx_ref);
	gnttab_free_grant_references(np->tx_gref_head);
	gnttab_free_grant_references(np->rx_gref_head);
	np->tx_gref_head = np->rx_gref_head = INVALID_GRANT_REF;
}

static int setup_rings(struct netfront_info *np)
{
	struct netif_tx_sring *tx;
	struct netif_rx_sring *rx;
	int err;

	err = gnttab_alloc_grant_references(NET_TX_RING_SIZE,
					    &np->tx_gref_head);
	if (!err)
		err = gnttab_alloc_grant_references(NET_RX_RING_SIZE,
						    &np->rx_gref_head);
	if (!err)
		err = xenbus_setup_ring(np->xbdev, &np->tx_page, &np->tx_ref);
	if (!err)
		err = xenbus_setup_ring(np->xbdev, &np->rx_page, &np->rx_ref);
	if (err)
		return err;
	tx = np->tx_page;
	rx = np->rx_page;
	XEN_FRONT_RING_INIT(&np->tx, tx, PAGE_SIZE);
	XEN_FRONT_RING_INIT(&np->rx, rx, PAGE_SIZE);
	return 0;
}

static int setup_interrupt(struct netfront_info *np)
{
	int err = xenbus_alloc_evtchn(np->xbdev, &np->evtchn);

	if (err)
		return err;
	err = bind_evtchn_to_irqhandler(np->evtchn, xennet_interrupt, 0,
					np->netdev->name, np->netdev);
	if (err < 0) {
		xenbus_free_evtchn(np->evtchn);
		return err;
	}
	np->irq = err;
	return 0;
}

static int write_details(struct netfront_info *np)
{
	const struct {
		const char *name;
		unsigned int value;
	} details[] = {
		{ "tx-ring-ref", np->tx_ref },
		{ "rx-ring-ref", np->rx_ref },
		{ "event-channel", np->evtchn },
		{ "request-rx-copy", 1 },
		{ "feature-rx-notify", 1 },
		{ "feature-sg", 1 },
		{ "feature-gso-tcpv4", !!rx_gso },
	};
	struct xenbus_transaction t;
	unsigned int i;
	int err;

	do {
		err = xenbus_transaction_start(&t);
		if (err)
			return err;
		for (i = 0; i < ARRAY_SIZE(details) && !err; i++)
			err = xenbus_printf(t, np->xbdev->nodename,
					    details[i].name, "%u",
					    details[i].value);
		if (err) {
			xenbus_transaction_end(t, 1);
			return err;
		}
		err = xenbus_transaction_end(t, 0);
	} while (err == -EAGAIN);
	return err;
}

/* The back end waits for what it needs to know. */
static void xennet_connect(struct netfront_info *np)
{
	int err;

	if (!backend_does(np, "feature-rx-copy")) {
		xenbus_dev_fatal(np->xbdev, -ENODEV,
				 "the back end cannot copy");
		return;
	}
	err = setup_rings(np);
	if (!err)
		err = setup_interrupt(np);
	if (!err) {
		refill_rx(np);
		err = write_details(np);
	}
	if (err) {
		teardown(np);
		xenbus_dev_fatal(np->xbdev, err, "connecting");
		return;
	}
	set_features(np);
	xenbus_switch_state(np->xbdev, XenbusStateConnected);
}

#ifdef CONFIG_INET
/* A request for our own address: bridges learn where the card is. */
static void announce(unsigned long data)
{
	struct net_device *dev = (struct net_device *)data;
	struct in_device *in_dev;
	struct in_ifaddr *ifa;

	rcu_read_lock();
	in_dev = __in_dev_get_rcu(dev);
	ifa = in_dev ? in_dev->ifa_list : NULL;
	if (ifa)
		arp_send(ARPOP_REQUEST, ETH_P_ARP, ifa->ifa_local, dev,
			 ifa->ifa_local, NULL, dev->dev_addr, NULL);
	rcu_read_unlock();
}
#else
static void announce(unsigned long data)
{
}
#endif

static void set_link(struct netfront_info *np, int up)
{
	struct net_device *dev = np->netdev;

	if (!up)
		netif_carrier_off(dev);
	else if (is_usable(np)) {
		netif_carrier_on(dev);
		netif_wake_queue(dev);
		/* The kernel may take a second to use the link again. */
		if (np->moved)
			mod_timer(&np->announce_timer, jiffies + 2 * HZ);
		np->moved = 0;
	}
}

static void netback_changed(struct xenbus_device *dev, xenbus_state state)
{
	struct netfront_info *np = dev->dev.driver_data;

	set_link(np, state == XenbusStateConnected);
	switch (state) {
	case XenbusStateInitWait:
		if (dev->state == XenbusStateInitialising)
			xennet_connect(np);
		break;
	case XenbusStateClosing:
	case XenbusStateClosed:
	case XenbusStateUnknown:
		xenbus_frontend_closed(dev);
		break;
	}
}

static struct net_device *create_netdev(struct xenbus_device *dev)
{
	struct netfront_info *np;
	struct net_device *netdev = alloc_etherdev(sizeof(*np));

	if (!netdev)
		return NULL;
	np = netdev_priv(netdev);
	np->netdev = netdev;
	np->xbdev = dev;
	np->backend_id = dev->otherend_id;
	spin_lock_init(&np->tx_lock);
	init_slots(np);
	init_timer(&np->rx_refill_timer);
	np->rx_refill_timer.data = (unsigned long)netdev;
	np->rx_refill_timer.function = rx_refill_timeout;
	init_timer(&np->announce_timer);
	np->announce_timer.data = (unsigned long)netdev;
	np->announce_timer.function = announce;

	netdev->open = xennet_open;
	netdev->stop = xennet_close;
	netdev->hard_start_xmit = xennet_start_xmit;
	netdev->get_stats = xennet_get_stats;
	netdev->change_mtu = xennet_change_mtu;
	netdev->poll = xennet_poll;
	netdev->weight = 64;
	SET_ETHTOOL_OPS(netdev, &xennet_ethtool_ops);
	SET_MODULE_OWNER(netdev);
	SET_NETDEV_DEV(netdev, &dev->dev);
	/* No event: nobody knows the device yet. */
	set_bit(__LINK_STATE_NOCARRIER, &netdev->state);
	return netdev;
}

static int netfront_probe(struct xenbus_device *dev,
			  const struct xenbus_device_id *id)
{
	struct net_device *netdev = create_netdev(dev);
	int err;

	if (!netdev)
		return -ENOMEM;
	dev->dev.driver_data = netdev_priv(netdev);
	err = read_mac(dev, netdev->dev_addr);
	if (!err)
		err = register_netdev(netdev);
	if (err)
		free_netdev(netdev);
	return err;
}

static void netfront_remove(struct xenbus_device *dev)
{
	struct netfront_info *np = dev->dev.driver_data;

	netif_carrier_off(np->netdev);
	unregister_netdev(np->netdev);
	teardown(np);
	free_netdev(np->netdev);
	dev->dev.driver_data = NULL;
}

/* The link is reported as down, and poll() does not run. */
static int netfront_resume(struct xenbus_device *dev)
{
	struct netfront_info *np = dev->dev.driver_data;

	spin_lock_irq(&np->tx_lock);
	netif_carrier_off(np->netdev);
	netif_stop_queue(np->netdev);
	spin_unlock_irq(&np->tx_lock);
	netif_poll_disable(np->netdev);
	teardown(np);
	np->broken = 0;
	np->backend_id = dev->otherend_id;
	np->moved = 1;
	netif_poll_enable(np->netdev);
	return 0;
}

static int netfront_is_ready(struct xenbus_device *dev)
{
	struct netfront_info *np = dev->dev.driver_data;

	return netif_carrier_ok(np->netdev) || np->broken ||
		dev->state >= XenbusStateClosing;
}

static const struct xenbus_device_id netfront_ids[] = {
	{ "vif" },
	{ "" }
};

static struct xenbus_driver netfront = {
	.name			= "vif",
	.owner			= THIS_MODULE,
	.ids			= netfront_ids,
	.probe			= netfront_probe,
	.otherend_changed	= netback_changed,
	.remove			= netfront_remove,
	.resume			= netfront_resume,
	.is_ready		= netfront_is_ready,
};

static int __init netif_init(void)
{
	return xenbus_register_frontend(&netfront);
}
module_init(netif_init);

static void __exit netif_exit(void)
{
	xenbus_unregister_driver(&netfront);
}
module_exit(netif_exit);

MODULE_DESCRIPTION("Xen virtual network device frontend");
MODULE_LICENSE("GPL");
MODULE_ALIAS("xen:vif");
