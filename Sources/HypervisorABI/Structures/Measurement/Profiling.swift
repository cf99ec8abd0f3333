// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Arguments of xenoprof_op. Source: public/xenoprof.h, 3.0.3 to 4.22.
  static let profiling: [Structure] =
    [
      Structure(
        "event_log", "xenoprof.h", summary: "One sample: where, in which mode, which event.",
        since: .v3_0_3,
        [
          Field(.u64, "eip"),
          Field(.u8, "mode"),
          Field(.u8, "event"),
        ]),
      Structure(
        "xenoprof_buf", "xenoprof.h", summary: "A vCPU's buffer of samples, shared with Xen.",
        since: .v3_0_3,
        [
          Field(.u32, "event_head"),
          Field(.u32, "event_tail"),
          Field(.u32, "event_size"),
          Field(.u32, "vcpu_id"),
          Field(.u64, "xen_samples"),
          Field(.u64, "kernel_samples"),
          Field(.u64, "user_samples"),
          Field(.u64, "lost_samples"),
          Field(.named("event_log"), "event_log", count: 1),
        ]),
      Structure(
        "xenoprof_init", "xenoprof.h",
        summary: "XENOPROF_init: counters there are, and the processor's kind.", since: .v3_0_3,
        [
          Field(.s32, "num_events"),
          Field(.s32, "is_primary"),
          Field(.char, "cpu_type", count: 64),
        ]),
      Structure(
        "xenoprof_get_buffer", "xenoprof.h", summary: "XENOPROF_get_buffer: where the buffers are.",
        since: .v3_0_3,
        [
          Field(.s32, "max_samples"),
          Field(.s32, "nbuf"),
          Field(.s32, "bufsize"),
          Field(.u64, "buf_maddr", until: .v3_0_4),
          Field(.u64, "buf_gmaddr", since: .v3_0_4),
        ]),
      Structure(
        "xenoprof_counter", "xenoprof.h", summary: "XENOPROF_counter: what a counter counts.",
        since: .v3_0_3,
        [
          Field(.u32, "ind"),
          Field(.u64, "count"),
          Field(.u32, "enabled"),
          Field(.u32, "event"),
          Field(.u32, "hypervisor"),
          Field(.u32, "kernel"),
          Field(.u32, "user"),
          Field(.u64, "unit_mask"),
        ]),
      Structure(
        "xenoprof_passive", "xenoprof.h",
        summary: "XENOPROF_set_passive: a domain that is sampled without its help.", since: .v3_0_3,
        [
          Field(.u16, "domain_id"),
          Field(.s32, "max_samples"),
          Field(.s32, "nbuf"),
          Field(.s32, "bufsize"),
          Field(.u64, "buf_maddr", until: .v3_0_4),
          Field(.u64, "buf_gmaddr", since: .v3_0_4),
        ]),
      Structure(
        "xenoprof_ibs_counter", "xenoprof.h",
        summary: "XENOPROF_ibs_counter: AMD's instruction-based sampling.", since: .v4_1,
        [
          Field(.u64, "op_enabled"),
          Field(.u64, "fetch_enabled"),
          Field(.u64, "max_cnt_fetch"),
          Field(.u64, "max_cnt_op"),
          Field(.u64, "rand_en"),
          Field(.u64, "dispatched_ops"),
        ]),
    ]
}
