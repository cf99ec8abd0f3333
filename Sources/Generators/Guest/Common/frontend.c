/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What front ends have in common: two directories in XenStore, by which they and their back ends agree
 * on grants and a port, and a state of each.
 */
#include "guest.h"

/* How requests are laid out, which some back ends do for either width; unnamed before 3.1. */
#ifdef __x86_64__
#define RING_PROTOCOL "x86_64-abi"
#else
#define RING_PROTOCOL "x86_32-abi"
#endif

/* How often the other side's state is looked at. */
#define PERIOD (SECOND / 100)

/* The first device of its kind; 0, or -1 where there is none. */
int device_open(struct device *device, const char *kind)
{
	struct evtchn_alloc_unbound unbound = { .dom = DOMID_SELF };
	char names[64], value[16];
	uint64_t domain;

	text_print(device->directory, sizeof(device->directory), "device/%s", kind);
	if (grants_open() != 0 || store_list(device->directory, names, sizeof(names)) <= 0)
		return -1;
	text_print(device->directory, sizeof(device->directory), "device/%s/%s", kind, names);
	if (device_read(device, "backend", device->backend, sizeof(device->backend)) <= 0 ||
	    device_read(device, "backend-id", value, sizeof(value)) <= 0 || text_number(value, &domain) != 0)
		return -1;
	device->backend_domain = (domid_t)domain;
	unbound.remote_dom = device->backend_domain;
	if (EVENT_CHANNEL_OP(EVTCHNOP_alloc_unbound, &unbound) != 0)
		return -1;
	device->port = unbound.port;
	return 0;
}

long device_read(const struct device *device, const char *key, char *value, size_t size)
{
	char path[128];

	text_print(path, sizeof(path), "%s/%s", device->directory, key);
	return store_read(path, value, size);
}

long device_write_text(const struct device *device, const char *key, const char *value)
{
	char path[128];

	text_print(path, sizeof(path), "%s/%s", device->directory, key);
	return store_write(path, value);
}

long device_write(const struct device *device, const char *key, unsigned long value)
{
	char text[24];

	text_print(text, sizeof(text), "%lu", value);
	return device_write_text(device, key, text);
}

/* 0, or -1 where there is no number. */
long backend_read_number(const struct device *device, const char *key, uint64_t *value)
{
	char path[160], text[24];

	text_print(path, sizeof(path), "%s/%s", device->backend, key);
	return store_read(path, text, sizeof(text)) > 0 ? text_number(text, value) : -1;
}

static void sleep(evtchn_port_t port)
{
	await(port, system_time() + PERIOD);
}

/* Until the back end is in that state; 0, or -1 if it goes away before. */
int device_wait(const struct device *device, unsigned long wanted)
{
	uint64_t state;

	while (backend_read_number(device, "state", &state) == 0) {
		if (state == wanted)
			return 0;
		if (state >= XenbusStateClosing && state > wanted)
			return -1;
		sleep(device->port);
	}
	return -1;
}

/* Writes the keys that all devices have, and then the state; 0 when the back end is connected. */
int device_connect(struct device *device, unsigned long state)
{
	if (device_write(device, "event-channel", device->port) < 0 ||
	    device_write_text(device, "protocol", RING_PROTOCOL) < 0 ||
	    device_write(device, "state", state) < 0)
		return -1;
	return device_wait(device, XenbusStateConnected);
}

void device_notify(const struct device *device)
{
	struct evtchn_send send = { .port = device->port };

	EVENT_CHANNEL_OP(EVTCHNOP_send, &send);
}

/* 0 when the back end let go of all that it was granted. */
int device_close(struct device *device)
{
	int error = 0;

	if (device_write(device, "state", XenbusStateClosing) < 0 ||
	    device_wait(device, XenbusStateClosing) != 0 ||
	    device_write(device, "state", XenbusStateClosed) < 0 ||
	    device_wait(device, XenbusStateClosed) != 0)
		error = -1;
	close_port(device->port);
	return error;
}
