// SPDX-License-Identifier: Apache-2.0

/// The interface that a guest sees in the headers of a release when it requests a certain value of
/// `__XEN_INTERFACE_VERSION__`.
public struct InterfaceView: Sendable {
  /// The release of the headers.
  public let release: XenRelease
  /// The interface version that the guest requests; 0 for a release without interface versions.
  public let version: UInt32
  /// The gates above the requested version, lowest first.
  private let closed: [InterfaceGate]

  /// The view at the latest interface version of a release.
  public init(_ release: XenRelease) {
    self.release = release
    version = release.interfaceVersion ?? 0
    closed = []
  }

  /// The view at a certain interface version; nil if the release does not offer the version or the
  /// model does not cover it.
  public init?(_ release: XenRelease, version: UInt32) {
    guard let latest = release.interfaceVersion, version <= latest,
      version >= Self.oldest || version == latest
    else { return nil }
    self.release = release
    self.version = version
    closed = InterfaceGate.all.filter { $0.value > version && $0.value <= latest }
  }

  /// The lowest interface version of a later release that the model covers. Below it, structures
  /// that have since grown had members of other names besides.
  public static let oldest: UInt32 = 0x0003_0203

  /// The release whose declaration of a structure, constant or call applies: an older one if the
  /// requested version is below a gate for that name.
  public func release(of name: String) -> XenRelease {
    guard let gate = closed.first(where: { $0.names.contains(name) }) else { return release }
    return XenRelease.modelled.last { $0.interfaceVersion ?? 0 < gate.value } ?? release
  }

  /// Whether guest handles are structures instead of plain pointers.
  public var hasStructuralHandles: Bool { version >= 0x0003_0201 }

  /// The names of the calls with their numbers. Below its gate, a name that moved to another call
  /// has its old number.
  public var hypercalls: [(name: String, number: Int)] {
    let moved = closed.flatMap { gate in
      Hypercall.all.compactMap { call -> (String, Int)? in
        let old = XenRelease.modelled.last { $0.interfaceVersion ?? 0 < gate.value }
        guard let name = old.flatMap(call.name(in:)), gate.names.contains("__HYPERVISOR_" + name),
          name != call.name(in: release)
        else { return nil }
        return (name, call.number)
      }
    }
    let taken = Set(moved.map(\.0))
    let all = Hypercall.all.flatMap { call in call.names(in: release).map { ($0, call.number) } }
    let kept = all.filter { !taken.contains($0.0) } + moved
    return kept.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map { (name: $0.0, number: $0.1) }
  }

  /// The constants of a group that this view has.
  public func constants(of group: ConstantGroup) -> [Constant] {
    group.constants.filter { $0.span.contains(release(of: $0.name)) }
  }
}
