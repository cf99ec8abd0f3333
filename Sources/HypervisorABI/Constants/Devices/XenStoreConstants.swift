// SPDX-License-Identifier: Apache-2.0

/// Messages of XenStore and states of XenBus. Source: public/io/xs_wire.h, io/xenbus.h, 3.0.2 to
/// 4.22.
extension ConstantGroup {
  /// Types of messages to and from XenStore.
  public static let storeMessages = ConstantGroup(
    "types of messages to and from XenStore", "io/xs_wire.h",
    [
      Constant("XS_DEBUG", 0),
      Constant("XS_CONTROL", 0, since: .v4_9),
      Constant("XS_DIRECTORY", 1),
      Constant("XS_READ", 2),
      Constant("XS_GET_PERMS", 3),
      Constant("XS_WATCH", 4),
      Constant("XS_UNWATCH", 5),
      Constant("XS_TRANSACTION_START", 6),
      Constant("XS_TRANSACTION_END", 7),
      Constant("XS_INTRODUCE", 8),
      Constant("XS_RELEASE", 9),
      Constant("XS_GET_DOMAIN_PATH", 10),
      Constant("XS_WRITE", 11),
      Constant("XS_MKDIR", 12),
      Constant("XS_RM", 13),
      Constant("XS_SET_PERMS", 14),
      Constant("XS_WATCH_EVENT", 15),
      Constant("XS_ERROR", 16),
      Constant("XS_IS_DOMAIN_INTRODUCED", 17),
      Constant("XS_RESUME", 18, since: .v3_1),
      Constant("XS_SET_TARGET", 19, since: .v3_3),
      Constant("XS_RESET_WATCHES", 21, since: .v4_2),
      Constant("XS_DIRECTORY_PART", 22, since: .v4_9),
      Constant("XS_GET_FEATURE", 23, since: .v4_21),
      Constant("XS_SET_FEATURE", 24, since: .v4_21),
      Constant("XS_GET_QUOTA", 25, since: .v4_21),
      Constant("XS_SET_QUOTA", 26, since: .v4_21),
      Constant("XS_TYPE_COUNT", 23, since: .v4_9, until: .v4_21),
      Constant("XS_TYPE_COUNT", 27, since: .v4_21),
      Constant("XS_INVALID", 65535, since: .v4_5),
      Constant("XS_RESTRICT", 20, since: .v4_1, until: .v4_9),
    ])

  /// Features, state and errors in XenStore's shared page.
  public static let storeConnection = ConstantGroup(
    "features, state and errors of XenStore's page", "io/xs_wire.h",
    [
      Constant("XENSTORE_SERVER_FEATURE_RECONNECTION", 1, since: .v4_5),
      Constant("XENSTORE_SERVER_FEATURE_ERROR", 2, since: .v4_17),
      Constant("XENSTORE_SERVER_FEATURE_WATCHDEPTH", 4, since: .v4_22),
      Constant("XENSTORE_SERVER_FEATURE_DOMID_ANY", 8, since: .v4_22),
      Constant("XENSTORE_CONNECTED", 0, since: .v4_5),
      Constant("XENSTORE_RECONNECT", 1, since: .v4_5),
      Constant("XENSTORE_ERROR_NONE", 0, since: .v4_17),
      Constant("XENSTORE_ERROR_COMM", 1, since: .v4_17),
      Constant("XENSTORE_ERROR_RINGIDX", 2, since: .v4_17),
      Constant("XENSTORE_ERROR_PROTO", 3, since: .v4_17),
      Constant("XS_WATCH_PATH", 0),
      Constant("XS_WATCH_TOKEN", 1),
    ])

  /// States of a device's front end or back end in XenStore.
  public static let xenbusStates = ConstantGroup(
    "states of a device's end in XenStore", "io/xenbus.h",
    [
      Constant("XenbusStateUnknown", 0),
      Constant("XenbusStateInitialising", 1),
      Constant("XenbusStateInitWait", 2),
      Constant("XenbusStateInitialised", 3),
      Constant("XenbusStateConnected", 4),
      Constant("XenbusStateClosing", 5),
      Constant("XenbusStateClosed", 6),
      Constant("XenbusStateReconfiguring", 7, since: .v3_3),
      Constant("XenbusStateReconfigured", 8, since: .v3_3),
    ])
}
