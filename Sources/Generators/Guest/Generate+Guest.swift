// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

extension Generate {
  /// A guest that can be generated.
  public struct GuestKind: Sendable, Equatable {
    /// The processor.
    public let architecture: Architecture
    /// `pv`.
    public let mode: String

    /// The first release whose interface names everything that the guest's sources use: before
    /// it, no public header named the error numbers.
    public static let oldestRelease = XenRelease(4, 6)

    /// What there is.
    public static let all = [GuestKind(architecture: .x86_64, mode: "pv")]

    /// Nil when there is no such guest.
    public static func named(architecture: String, mode: String) -> GuestKind? {
      all.first { $0.architecture.rawValue == architecture && $0.mode == mode }
    }
  }

  /// A self-contained tree: `make` in it gives guest.elf, which runs as the initial domain and as
  /// any other, prints TAP lines and shuts itself down.
  ///
  /// - Parameter direct: it calls Xen by `syscall` itself and asks for no hypercall page.
  public static func guest(
    _ kind: GuestKind, for release: XenRelease = .standard, direct: Bool = false
  ) -> [GeneratedFile] {
    let page = ShimDescription.pv64(release)
    let calls = direct ? ShimDescription(release: release, entry: "direct") ?? page : page
    let notes = notes(direct ? .pv64.without(.hypercallPage) : .pv64)
    return [header(for: release), notes, shims(calls), entry(calls), stubs(calls)]
      + templates(of: kind)
  }

  private static func templates(of kind: GuestKind) -> [GeneratedFile] {
    let sources: [(String, [UInt8])] = [
      ("Makefile", PackageResources.Makefile),
      ("guest.lds", PackageResources.guest_lds),
      ("start.S", PackageResources.start_S),
      ("traps.S", PackageResources.traps_S),
      ("guest.h", PackageResources.guest_h),
      ("main.c", PackageResources.main_c),
      ("console.c", PackageResources.console_c),
      ("tests.c", PackageResources.tests_c),
      ("tests_version.c", PackageResources.tests_version_c),
      ("tests_start.c", PackageResources.tests_start_c),
      ("tests_memory.c", PackageResources.tests_memory_c),
      ("tests_events.c", PackageResources.tests_events_c),
      ("tests_time.c", PackageResources.tests_time_c),
      ("tests_vcpus.c", PackageResources.tests_vcpus_c),
      ("tests_calls.c", PackageResources.tests_calls_c),
      ("tests_page.c", PackageResources.tests_page_c),
      ("tests_shutdown.c", PackageResources.tests_shutdown_c),
      ("events.c", PackageResources.events_c),
      ("text.c", PackageResources.text_c),
    ]
    return sources.map { GeneratedFile(path: $0, text: String(decoding: $1, as: UTF8.self)) }
  }
}
