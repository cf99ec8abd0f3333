// SPDX-License-Identifier: Apache-2.0

/// Flags and results of packets. Source: public/io/netif.h, 3.0.0 to 4.22.
extension ConstantGroup {
  /// Flags of packets to send.
  public static let networkTransmit = ConstantGroup(
    "flags of packets to send", "io/netif.h",
    [
      Constant("XEN_NETIF_NR_SLOTS_MIN", 18, since: .v4_3),
      Constant("_NETTXF_csum_blank", 0),
      Constant("NETTXF_csum_blank", hex: 0x1),
      Constant("_NETTXF_data_validated", 1, since: .v3_0_2),
      Constant("NETTXF_data_validated", hex: 0x2, since: .v3_0_2),
      Constant("_NETTXF_more_data", 2, since: .v3_0_3),
      Constant("NETTXF_more_data", hex: 0x4, since: .v3_0_3),
      Constant("_NETTXF_extra_info", 3, since: .v3_0_3),
      Constant("NETTXF_extra_info", hex: 0x8, since: .v3_0_3),
      Constant("XEN_NETIF_MAX_TX_SIZE", hex: 0xffff, since: .v4_3),
    ])

  /// Flags of received packets.
  public static let networkReceive = ConstantGroup(
    "flags of received packets", "io/netif.h",
    [
      Constant("_NETRXF_csum_valid", 0, until: .v3_0_2),
      Constant("NETRXF_csum_valid", hex: 0x1, until: .v3_0_2),
      Constant("_NETRXF_data_validated", 0, since: .v3_0_2),
      Constant("NETRXF_data_validated", hex: 0x1, since: .v3_0_2),
      Constant("_NETRXF_csum_blank", 1, since: .v3_0_2),
      Constant("NETRXF_csum_blank", hex: 0x2, since: .v3_0_2),
      Constant("_NETRXF_more_data", 2, since: .v3_0_3),
      Constant("NETRXF_more_data", hex: 0x4, since: .v3_0_3),
      Constant("_NETRXF_extra_info", 3, since: .v3_0_3),
      Constant("NETRXF_extra_info", hex: 0x8, since: .v3_0_3),
      Constant("_NETRXF_gso_prefix", 4, since: .v4_7),
      Constant("NETRXF_gso_prefix", hex: 0x10, since: .v4_7),
    ])

  /// Extra information about a packet.
  public static let networkExtras = ConstantGroup(
    "extra information about a packet", "io/netif.h",
    [
      Constant("XEN_NETIF_EXTRA_TYPE_NONE", 0, since: .v3_0_3),
      Constant("XEN_NETIF_EXTRA_TYPE_GSO", 1, since: .v3_0_3),
      Constant("XEN_NETIF_EXTRA_TYPE_MCAST_ADD", 2, since: .v3_2),
      Constant("XEN_NETIF_EXTRA_TYPE_MCAST_DEL", 3, since: .v3_2),
      Constant("XEN_NETIF_EXTRA_TYPE_HASH", 4, since: .v4_7),
      Constant("XEN_NETIF_EXTRA_TYPE_MAX", 2, since: .v3_0_3, until: .v3_2),
      Constant("XEN_NETIF_EXTRA_TYPE_MAX", 4, since: .v3_2, until: .v4_7),
      Constant("XEN_NETIF_EXTRA_TYPE_MAX", 5, since: .v4_7),
      Constant("_XEN_NETIF_EXTRA_FLAG_MORE", 0, since: .v3_0_3),
      Constant("XEN_NETIF_EXTRA_FLAG_MORE", hex: 0x1, since: .v3_0_3),
      Constant("XEN_NETIF_GSO_TYPE_NONE", 0, since: .v4_4),
      Constant("XEN_NETIF_GSO_TYPE_TCPV4", 1, since: .v3_0_3),
      Constant("XEN_NETIF_GSO_TYPE_TCPV6", 2, since: .v4_4),
    ])

  /// Results of packets.
  public static let networkStatus = ConstantGroup(
    "results of packets", "io/netif.h",
    [
      Constant("NETIF_RSP_DROPPED", -2),
      Constant("NETIF_RSP_ERROR", -1),
      Constant("NETIF_RSP_OKAY", 0),
      Constant("NETIF_RSP_NULL", 1, since: .v3_0_3),
    ])

  /// Commands, results and hash types of the control ring.
  public static let networkControl = ConstantGroup(
    "commands, results and hash types of the control ring", "io/netif.h",
    [
      Constant("_XEN_NETIF_CTRL_HASH_TYPE_IPV4", 0, since: .v4_7),
      Constant("XEN_NETIF_CTRL_HASH_TYPE_IPV4", hex: 0x1, since: .v4_7),
      Constant("_XEN_NETIF_CTRL_HASH_TYPE_IPV4_TCP", 1, since: .v4_7),
      Constant("XEN_NETIF_CTRL_HASH_TYPE_IPV4_TCP", hex: 0x2, since: .v4_7),
      Constant("_XEN_NETIF_CTRL_HASH_TYPE_IPV6", 2, since: .v4_7),
      Constant("XEN_NETIF_CTRL_HASH_TYPE_IPV6", hex: 0x4, since: .v4_7),
      Constant("_XEN_NETIF_CTRL_HASH_TYPE_IPV6_TCP", 3, since: .v4_7),
      Constant("XEN_NETIF_CTRL_HASH_TYPE_IPV6_TCP", hex: 0x8, since: .v4_7),
      Constant("XEN_NETIF_CTRL_HASH_ALGORITHM_NONE", 0, since: .v4_7),
      Constant("XEN_NETIF_CTRL_HASH_ALGORITHM_TOEPLITZ", 1, since: .v4_7),
      Constant("XEN_NETIF_CTRL_TYPE_INVALID", 0, since: .v4_7),
      Constant("XEN_NETIF_CTRL_TYPE_GET_HASH_FLAGS", 1, since: .v4_7),
      Constant("XEN_NETIF_CTRL_TYPE_SET_HASH_FLAGS", 2, since: .v4_7),
      Constant("XEN_NETIF_CTRL_TYPE_SET_HASH_KEY", 3, since: .v4_7),
      Constant("XEN_NETIF_CTRL_TYPE_GET_HASH_MAPPING_SIZE", 4, since: .v4_7),
      Constant("XEN_NETIF_CTRL_TYPE_SET_HASH_MAPPING_SIZE", 5, since: .v4_7),
      Constant("XEN_NETIF_CTRL_TYPE_SET_HASH_MAPPING", 6, since: .v4_7),
      Constant("XEN_NETIF_CTRL_TYPE_SET_HASH_ALGORITHM", 7, since: .v4_7),
      Constant("XEN_NETIF_CTRL_TYPE_GET_GREF_MAPPING_SIZE", 8, since: .v4_10),
      Constant("XEN_NETIF_CTRL_TYPE_ADD_GREF_MAPPING", 9, since: .v4_10),
      Constant("XEN_NETIF_CTRL_TYPE_DEL_GREF_MAPPING", 10, since: .v4_10),
      Constant("XEN_NETIF_CTRL_STATUS_SUCCESS", 0, since: .v4_7),
      Constant("XEN_NETIF_CTRL_STATUS_NOT_SUPPORTED", 1, since: .v4_7),
      Constant("XEN_NETIF_CTRL_STATUS_INVALID_PARAMETER", 2, since: .v4_7),
      Constant("XEN_NETIF_CTRL_STATUS_BUFFER_OVERFLOW", 3, since: .v4_7),
      Constant("_XEN_NETIF_CTRLF_GREF_readonly", 0, since: .v4_10),
      Constant("XEN_NETIF_CTRLF_GREF_readonly", hex: 0x1, since: .v4_10),
    ])
}
