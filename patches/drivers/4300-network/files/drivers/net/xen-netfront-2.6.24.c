/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The network cards from 2.6.24 on: polling is a structure of its own, which
 * is enabled while the card is open, and no part of the device. The device has
 * a place for it in a guest (linux/netdevice.h); the rest is what 2.6.18 to
 * 2.6.23 have.
 */
/* All that the driver includes, before the names below get another meaning */
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
#include <linux/rtnetlink.h>
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

/* poll() takes what it has done from the budget; a part is left when it ends. */
static int xen_napi_poll(struct napi_struct *napi, int budget)
{
	struct net_device *dev =
		container_of(napi, struct net_device, xen_poll.napi);
	int left = budget;

	dev->xen_poll.quota = budget;
	if (dev->xen_poll.poll(dev, &left))
		return budget - left;
	return min(budget - left, budget - 1);
}

static int xen_napi_open(struct net_device *dev)
{
	napi_enable(&dev->xen_poll.napi);
	return dev->xen_poll.open(dev);
}

static int xen_napi_stop(struct net_device *dev)
{
	napi_disable(&dev->xen_poll.napi);
	return dev->xen_poll.stop(dev);
}

static void xen_napi_add(struct net_device *dev)
{
	dev->xen_poll.open = dev->open;
	dev->xen_poll.stop = dev->stop;
	dev->open = xen_napi_open;
	dev->stop = xen_napi_stop;
	netif_napi_add(dev, &dev->xen_poll.napi, xen_napi_poll,
		       dev->xen_poll.weight);
}

/* As interrupts and timers ask for it, also when the card is not open */
static void xen_napi_schedule(struct net_device *dev)
{
	if (netif_running(dev))
		netif_rx_schedule(dev, &dev->xen_poll.napi);
}

/*
 * While the card is not open polling is off already; in between it is neither
 * opened nor closed.
 */
static void xen_napi_disable(struct net_device *dev)
{
	rtnl_lock();
	if (netif_running(dev))
		napi_disable(&dev->xen_poll.napi);
}

static void xen_napi_enable(struct net_device *dev)
{
	if (netif_running(dev))
		napi_enable(&dev->xen_poll.napi);
	rtnl_unlock();
}

#define poll			xen_poll.poll
#define quota			xen_poll.quota
#define weight			xen_poll.weight
#define netif_rx_schedule	xen_napi_schedule
#define __netif_rx_complete(dev) __netif_rx_complete(dev, &(dev)->xen_poll.napi)
#define netif_poll_disable	xen_napi_disable
#define netif_poll_enable	xen_napi_enable

/* Called when the device has its functions */
#undef SET_MODULE_OWNER
#define SET_MODULE_OWNER	xen_napi_add

#include "xen-netfront-2.6.23.c"
