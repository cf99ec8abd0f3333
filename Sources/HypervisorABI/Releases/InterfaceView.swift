// SPDX-License-Identifier: Apache-2.0

/// The interface that the headers of a release show to a guest which asks for some value of
/// `__XEN_INTERFACE_VERSION__`.
public struct InterfaceView: Sendable {
  /// Whose headers they are.
  public let release: XenRelease
  /// What the guest asks for; 0 for a release without interface versions.
  public let version: UInt32
  /// Gates that the version does not pass, lowest first.
  private let closed: [InterfaceGate]

  /// The latest that the release offers.
  public init(_ release: XenRelease) {
    self.release = release
    version = release.interfaceVersion ?? 0
    closed = []
  }

  /// Nil when the release does not offer that version, or the model does not reach back so far.
  public init?(_ release: XenRelease, version: UInt32) {
    guard let latest = release.interfaceVersion, version <= latest,
      version >= Self.oldest || version == latest
    else { return nil }
    self.release = release
    self.version = version
    closed = InterfaceGate.all.filter { $0.value > version && $0.value <= latest }
  }

  /// What a later release's headers can be asked for at least: below it, structures that grew
  /// since had members of other names besides.
  public static let oldest: UInt32 = 0x0003_0203

  /// The release whose declaration of that structure, constant or call holds: an older one behind
  /// a gate that the guest's version does not pass.
  public func release(of name: String) -> XenRelease {
    guard let gate = closed.first(where: { $0.names.contains(name) }) else { return release }
    return XenRelease.modelled.last { $0.interfaceVersion ?? 0 < gate.value } ?? release
  }

  /// Handles are structures, not plain pointers.
  public var hasStructuralHandles: Bool { version >= 0x0003_0201 }

  /// Names of calls and their numbers. A name that has moved on stands for its old number.
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
    let all = Hypercall.all.compactMap { call in call.name(in: release).map { ($0, call.number) } }
    let kept = all.filter { !taken.contains($0.0) } + moved
    return kept.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map { (name: $0.0, number: $0.1) }
  }

  /// The constants of a group, each as its gate lets it be.
  public func constants(of group: ConstantGroup) -> [Constant] {
    group.constants.filter { $0.span.contains(release(of: $0.name)) }
  }
}
