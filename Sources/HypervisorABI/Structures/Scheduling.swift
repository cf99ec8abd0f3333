// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Arguments of `SCHEDOP_*`. Source: public/sched.h, 3.0.2 to 4.22.
  static let scheduling: [Structure] = [
    Structure("sched_shutdown", "sched.h", [Field(.uint, "reason")]),
    Structure(
      "sched_poll", "sched.h",
      [Field(.handle("evtchn_port_t"), "ports"), Field(.uint, "nr_ports"), Field(.u64, "timeout")]),
    Structure(
      "sched_remote_shutdown", "sched.h", since: .v3_0_3,
      [Field(.domid, "domain_id"), Field(.uint, "reason")]),
    Structure(
      "sched_watchdog", "sched.h", since: .v4_1, [Field(.u32, "id"), Field(.u32, "timeout")]),
    Structure("sched_pin_override", "sched.h", since: .v4_7, [Field(.s32, "pcpu")]),
  ]
}
