// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

extension Generate {
  /// A self-contained tree: `make` in it gives guest.elf, which prints TAP lines and shuts itself
  /// down. PV and PVH guests run as the initial domain and as any other, HVM guests as a domU.
  ///
  /// - Parameter direct: it calls Xen by the processor's instruction and asks for no hypercall page.
  public static func guest(
    _ kind: GuestKind, for release: XenRelease = .standard, direct: Bool = false
  ) -> [GeneratedFile] {
    guard
      let calls = ShimDescription(
        release: release, caller: kind.caller, entry: direct ? "direct" : "page")
    else { return [] }
    let machine = GuestMachine(kind: kind, calls: calls)
    let introduction = kind.introduction(to: release, direct: direct)
    return [header(for: release), errors(for: release), shims(calls), entry(calls), stubs(calls)]
      + (introduction.map { [$0] } ?? []) + [machine.options, machine.header]
      + [CallTable(calls: calls).file] + GuestSources(kind: kind).files
  }
}
