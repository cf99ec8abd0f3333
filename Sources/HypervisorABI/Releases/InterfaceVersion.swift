// SPDX-License-Identifier: Apache-2.0

/// A value of `__XEN_INTERFACE_VERSION__`, by which a guest requests a version of the interface.
///
/// If the macro is not defined, the value is 0, the legacy interface. The headers reject a value
/// above their own latest (public/xen-compat.h).
public struct InterfaceVersion: Sendable, Equatable {
  /// The value, such as 0x00040e00.
  public let value: UInt32
  /// The first release that has it as its latest.
  public let since: XenRelease

  /// The latest interface versions of the releases, oldest first; a release that is not listed has
  /// that of its predecessor. Source: `__XEN_LATEST_INTERFACE_VERSION__`, public/xen-compat.h.
  public static let latest: [InterfaceVersion] = [
    .init(value: 0x0003_0101, since: .v3_0_2),
    .init(value: 0x0003_0204, since: .v3_0_3),
    .init(value: 0x0003_0205, since: .v3_0_4),
    .init(value: 0x0003_0207, since: .v3_2),
    .init(value: 0x0003_0209, since: .v3_3),
    .init(value: 0x0003_020a, since: .v4_0),
    .init(value: 0x0004_0200, since: .v4_2),
    .init(value: 0x0004_0300, since: .v4_3),
    .init(value: 0x0004_0400, since: .v4_4),
    .init(value: 0x0004_0500, since: XenRelease(4, 5, 1)),
    .init(value: 0x0004_0600, since: .v4_6),
    .init(value: 0x0004_0700, since: .v4_7),
    .init(value: 0x0004_0800, since: .v4_8),
    .init(value: 0x0004_0900, since: .v4_9),
    .init(value: 0x0004_0901, since: XenRelease(4, 11, 3)),
    .init(value: 0x0004_0a00, since: .v4_12),
    .init(value: 0x0004_0a01, since: XenRelease(4, 12, 2)),
    .init(value: 0x0004_0d00, since: .v4_13),
    .init(value: 0x0004_0e00, since: .v4_14),
    .init(value: 0x0004_1300, since: .v4_19),
  ]
}

extension XenRelease {
  /// The latest `__XEN_INTERFACE_VERSION__` of the release's headers; nil before 3.0.2, which had
  /// no interface versions.
  public var interfaceVersion: UInt32? {
    InterfaceVersion.latest.last { $0.since <= self }?.value
  }
}
