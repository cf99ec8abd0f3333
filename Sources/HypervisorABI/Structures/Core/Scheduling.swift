// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Arguments of `SCHEDOP_*`. Source: public/sched.h, 3.0.0 to 4.22.
  static let scheduling: [Structure] =
    [
      Structure(
        "sched_shutdown", "sched.h", summary: "SCHEDOP_shutdown: stop this domain, and why.",
        since: .v3_0_2,
        [
          Field(.uint, "reason")
        ]),
      Structure(
        "sched_poll", "sched.h",
        summary: "SCHEDOP_poll: sleep until one of these ports has an event, or until a time.",
        since: .v3_0_2,
        [
          Field(.handle("evtchn_port_t"), "ports"),
          Field(.uint, "nr_ports"),
          Field(.u64, "timeout"),
        ]),
      Structure(
        "sched_remote_shutdown", "sched.h",
        summary: "SCHEDOP_remote_shutdown: declare another domain shut down.", since: .v3_0_3,
        [
          Field(.domid, "domain_id"),
          Field(.uint, "reason"),
        ]),
      Structure(
        "sched_watchdog", "sched.h",
        summary: "SCHEDOP_watchdog: start, renew or stop a watchdog timer.", since: .v4_1,
        [
          Field(.u32, "id"),
          Field(.u32, "timeout"),
        ]),
      Structure(
        "sched_pin_override", "sched.h",
        summary: "SCHEDOP_pin_override: pin this vCPU to a processor for a while.", since: .v4_7,
        [
          Field(.s32, "pcpu")
        ]),
    ]
}
