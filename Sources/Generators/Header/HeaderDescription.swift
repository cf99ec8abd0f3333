// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Which interface a header is to describe, and how much of it.
public struct HeaderDescription: Sendable {
  /// The release, and the interface version that the guest asks for.
  public let view: InterfaceView
  /// The headers that are wanted, below xen/include/public; nil for all. What these need of others
  /// comes along.
  public let only: Set<String>?

  public init(_ view: InterfaceView, only: Set<String>? = nil) {
    self.view = view
    let ring = only.map { !$0.isDisjoint(with: HeaderMacros.usersOfRing) } ?? false
    self.only = ring ? only?.union([HeaderMacros.ring]) : only
  }

  /// The whole interface of a release, at its latest version.
  public init(_ release: XenRelease) { self.init(InterfaceView(release)) }

  /// The headers that a user means by `event_channel`, `io/ring`, `start_info.h`; empty for none.
  public static func headers(meant name: String) -> [String] {
    let file = name.hasSuffix(".h") ? name : name + ".h"
    let exact = headers.filter { $0 == file }
    return exact.isEmpty ? headers.filter { $0.hasSuffix("/" + file) } : exact
  }

  /// Every header that the model describes something of.
  public static let headers: [String] = Set(
    ConstantGroup.all.map(\.header) + Structure.all.map(\.header)
      + [XenFeature.header, XenNote.header]
  ).sorted()
}

extension XenFeature {
  static let header = "features.h"
}

extension XenNote {
  static let header = "elfnote.h"
}
