// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The interface that a header describes, and which part of it.
public struct HeaderDescription: Sendable {
  /// The release, and the interface version that the guest requests.
  public let view: InterfaceView
  /// The headers to generate, relative to xen/include/public; nil for all. What they need from
  /// other headers is included.
  public let only: Set<String>?

  /// - Parameters:
  ///   - view: the release and interface version.
  ///   - only: the headers to generate; nil for all.
  public init(_ view: InterfaceView, only: Set<String>? = nil) {
    self.view = view
    let ring = only.map { !$0.isDisjoint(with: HeaderMacros.usersOfRing) } ?? false
    self.only = ring ? only?.union([HeaderMacros.ring]) : only
  }

  /// The whole interface of a release, at its latest interface version.
  public init(_ release: XenRelease) { self.init(InterfaceView(release)) }

  /// The headers that a user may mean by a name such as `event_channel`, `io/ring` or
  /// `start_info.h`; empty if none matches.
  public static func headers(named name: String) -> [String] {
    let file = name.hasSuffix(".h") ? name : name + ".h"
    let exact = headers.filter { $0 == file }
    return exact.isEmpty ? headers.filter { $0.hasSuffix("/" + file) } : exact
  }

  /// All headers that the model covers, at least in part.
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
