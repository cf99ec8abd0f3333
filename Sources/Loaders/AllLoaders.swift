// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// The loaders that are modelled; a row each.
public enum Loaders {
  /// The loaders that are modelled, in the order of a report.
  public static let all: [any Loader.Type] = [Libxenguest.self, XenDom0.self, XenShim.self]

  /// What each loader of those roles says of the image, mode by mode.
  public static func verdicts(
    on image: GuestImage, modes: [GuestMode], roles: [DomainRole], target: Target
  ) -> [Verdict] {
    all.filter { roles.contains($0.role) }.flatMap { loader in
      modes.filter(loader.modes.contains).map { build(loader, from: image, $0, target).verdict }
    }
  }

  /// The same of those that build such guests in that release at all.
  public static func buildersVerdicts(
    on image: GuestImage, modes: [GuestMode], roles: [DomainRole], target: Target
  ) -> [Verdict] {
    all.flatMap { loader in
      modes.filter { mode in
        builders(of: mode, roles: roles, in: target.xen).contains { $0 == loader }
      }.map { build(loader, from: image, $0, target).verdict }
    }
  }

  /// The loaders of those roles that are there in a release and build guests of the mode.
  public static func builders(
    of mode: GuestMode, roles: [DomainRole], in release: XenRelease
  ) -> [any Loader.Type] {
    all.filter { loader in
      let first = loader.firstRelease(of: mode)
      return roles.contains(loader.role) && loader.modes.contains(mode)
        && (first.map { release >= $0 } ?? true)
    }
  }

  /// Why no loader of that name, or of that role where there is no name, builds guests of the mode in that
  /// release: `builds no such guests before Xen 4.10`; nil where one does.
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

  /// What one loader makes of the image, with the first stable update of the branch that sees it otherwise.
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

/// Sizes of pages, the same for all that is modelled here.
enum Page {
  static let shift: UInt64 = 12
  static let size: UInt64 = 1 << shift

  static func roundUp(_ address: UInt64) -> UInt64 { (address &+ size &- 1) & ~(size - 1) }
}
