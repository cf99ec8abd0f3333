// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// The loaders that are modelled.
public enum Loaders {
  /// All loaders, in the order of a report.
  public static let all: [any Loader.Type] = [Libxenguest.self, XenDom0.self, XenShim.self]

  /// The verdicts of all loaders for these roles, for each of the modes that a loader has.
  ///
  /// - Parameters:
  ///   - image: the kernel image.
  ///   - modes: the modes to check.
  ///   - roles: the roles whose loaders to check.
  ///   - target: the hypervisor and the domain's memory.
  public static func verdicts(
    on image: GuestImage, modes: [GuestMode], roles: [DomainRole], target: Target
  ) -> [Verdict] {
    all.filter { roles.contains($0.role) }.flatMap { loader in
      modes.filter(loader.modes.contains).map { build(loader, from: image, $0, target).verdict }
    }
  }

  /// The same for only those loaders that build guests of the mode in the target's release.
  public static func buildersVerdicts(
    on image: GuestImage, modes: [GuestMode], roles: [DomainRole], target: Target
  ) -> [Verdict] {
    all.flatMap { loader in
      modes.filter { mode in
        builders(of: mode, roles: roles, in: target.xen).contains { $0 == loader }
      }.map { build(loader, from: image, $0, target).verdict }
    }
  }

  /// The loaders for these roles that build guests of the mode in a release.
  public static func builders(
    of mode: GuestMode, roles: [DomainRole], in release: XenRelease
  ) -> [any Loader.Type] {
    all.filter { loader in
      let first = loader.firstRelease(of: mode)
      return roles.contains(loader.role) && loader.modes.contains(mode)
        && (first.map { release >= $0 } ?? true)
    }
  }

  /// The reason why no loader for a role builds guests of a mode in a release.
  ///
  /// - Parameter name: the only loader to consider; nil for all loaders for the role.
  /// - Returns: for example `builds no such guests before Xen 4.10`; nil if a loader builds them.
  public static func lack(
    of mode: GuestMode, role: DomainRole, loader name: String? = nil, in release: XenRelease
  ) -> String? {
    let firsts = all.filter { loader in
      loader.role == role && loader.modes.contains(mode) && name.map { $0 == loader.name } ?? true
    }.map { $0.firstRelease(of: mode) }
    guard let first = firsts.compactMap(\.self).min(), !firsts.contains(nil), release < first else {
      return nil
    }
    return Refusal.notBuilt(before: first).remark
  }

  /// Runs one loader's model. The verdict includes the first stable update of the branch that gives
  /// a different verdict.
  public static func build(
    _ loader: any Loader.Type, from image: GuestImage, _ mode: GuestMode, _ target: Target
  ) -> BuiltGuest {
    var built = loader.build(from: image, mode: mode, target: target)
    built.verdict.changedIn = target.xen.loaderUpdates.first { update in
      let later = Target(xen: update, pv32: target.pv32, memory: target.memory)
      return loader.verdict(on: image, mode: mode, target: later).accepts != built.verdict.accepts
    }
    return built
  }
}

/// The page size, which is the same in all models.
enum Page {
  static let shift: UInt64 = 12
  static let size: UInt64 = 1 << shift

  static func roundUp(_ address: UInt64) -> UInt64 { (address &+ size &- 1) & ~(size - 1) }
}
