// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

extension Generate {
  /// Generates a self-contained source tree of a guest. `make` in it builds guest.elf, which prints
  /// TAP lines and shuts down. PV and PVH guests run as the initial domain and as any other; HVM
  /// guests run as a domU.
  ///
  /// - Parameters:
  ///   - kind: the kind of guest.
  ///   - release: the release of Xen.
  ///   - direct: whether it executes the processor's instruction instead of using a hypercall page;
  ///     before 3.0.2 there is no page to use.
  /// - Returns: the files; empty if the release does not support such a guest.
  public static func guest(
    _ kind: GuestKind, for release: XenRelease = .standard, direct: Bool = false
  ) -> [GeneratedFile] {
    let usual = Mechanism.all(for: kind.caller, in: release).first?.name ?? ""
    guard
      let calls = ShimDescription(
        release: release, caller: kind.caller, entry: direct ? "direct" : usual)
    else { return [] }
    let machine = GuestMachine(kind: kind, calls: calls)
    let usesPage = calls.mechanism.step == .callPage
    let introduction = kind.introduction(to: release, direct: !usesPage)
    let answers = release.isEarly ? [] : [CallTable(calls: calls).file]
    return [header(for: release), errors(for: release), shims(calls), entry(calls), stubs(calls)]
      + (introduction.map { [$0] } ?? []) + [machine.options, machine.header] + answers
      + GuestSources(kind: kind, isEarly: release.isEarly).files
  }
}
