// SPDX-License-Identifier: Apache-2.0

/// Limits of event channels. Source: public/xen.h, event_channel.h, 3.0.0 to 4.22.
extension ConstantGroup {
  /// The number of event channels of a domain.
  public static let eventChannelLimits32 = ConstantGroup(
    "event channels of a domain", "event_channel.h", only: .i386,
    [
      Constant("NR_EVENT_CHANNELS", 1024, until: .v4_4),
      Constant("EVTCHN_2L_NR_CHANNELS", 1024, since: .v4_4),
    ])

  /// The number of event channels of a domain.
  public static let eventChannelLimits64 = ConstantGroup(
    "event channels of a domain", "event_channel.h", only: .x86_64,
    [
      Constant("NR_EVENT_CHANNELS", 4096, until: .v4_4),
      Constant("EVTCHN_2L_NR_CHANNELS", 4096, since: .v4_4),
    ])
}
