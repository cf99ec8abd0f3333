// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The sources that are plain C and assembly, with one directory for each way to run: `Common`,
/// `Pv`, `Hvm`, and `Early` for Xen 2.0, which shares little with the others.
struct GuestSources {
  let kind: Generate.GuestKind
  let isEarly: Bool

  /// The files, under their names in the generated tree.
  var files: [GeneratedFile] {
    (isEarly ? Self.early : Self.common + (kind.mode == .pv ? pv : hvm)).map { name, bytes in
      GeneratedFile(path: name, text: String(decoding: bytes, as: UTF8.self))
    }
  }

  private typealias Source = (String, [UInt8])

  private var isWide: Bool { kind.architecture == .x86_64 }

  private static let common: [Source] = [
    ("Makefile", PackageResources.Makefile),
    ("guest.lds", PackageResources.guest_lds),
    ("guest.h", PackageResources.guest_h),
    ("main.c", PackageResources.main_c),
    ("console.c", PackageResources.console_c),
    ("events.c", PackageResources.events_c),
    ("text.c", PackageResources.text_c),
    ("scheduling.c", PackageResources.scheduling_c),
    ("time.c", PackageResources.time_c),
    ("store.c", PackageResources.store_c),
    ("grants.c", PackageResources.grants_c),
    ("frontend.c", PackageResources.frontend_c),
    ("tests.c", PackageResources.tests_c),
    ("tests_version.c", PackageResources.tests_version_c),
    ("tests_console.c", PackageResources.tests_console_c),
    ("tests_memory.c", PackageResources.tests_memory_c),
    ("tests_events.c", PackageResources.tests_events_c),
    ("tests_time.c", PackageResources.tests_time_c),
    ("tests_vcpus.c", PackageResources.tests_vcpus_c),
    ("tests_store.c", PackageResources.tests_store_c),
    ("tests_grants.c", PackageResources.tests_grants_c),
    ("tests_block.c", PackageResources.tests_block_c),
    ("tests_network.c", PackageResources.tests_network_c),
    ("tests_calls.c", PackageResources.tests_calls_c),
    ("answers.h", PackageResources.answers_h),
    ("tests_answers.c", PackageResources.tests_answers_c),
    ("tests_page.c", PackageResources.tests_page_c),
    ("tests_shutdown.c", PackageResources.tests_shutdown_c),
  ]

  private static let early: [Source] = [
    ("Makefile", PackageResources.Makefile),
    ("guest.lds", PackageResources.guest_lds),
    ("guest.h", PackageResources.early_h),
    ("main.c", PackageResources.main_c),
    ("text.c", PackageResources.text_c),
    ("tests.c", PackageResources.tests_c),
    ("start.S", PackageResources.start_pv32_S),
    ("traps.S", PackageResources.traps_early_S),
    ("domain.c", PackageResources.domain_early_c),
    ("console.c", PackageResources.console_early_c),
    ("tests_domain.c", PackageResources.tests_early_domain_c),
    ("tests_traps.c", PackageResources.tests_early_traps_c),
    ("tests_memory.c", PackageResources.tests_early_memory_c),
    ("tests_events.c", PackageResources.tests_early_events_c),
    ("tests_calls.c", PackageResources.tests_early_calls_c),
  ]

  private var pv: [Source] {
    [
      ("start.S", isWide ? PackageResources.start_pv64_S : PackageResources.start_pv32_S),
      ("traps.S", isWide ? PackageResources.traps_pv64_S : PackageResources.traps32_S),
      ("domain.c", PackageResources.domain_pv_c),
      ("pv.h", PackageResources.pv_h),
      ("tests_domain.c", PackageResources.tests_pv_c),
    ]
  }

  private var hvm: [Source] {
    [
      ("start.S", isWide ? PackageResources.start_pvh64_S : PackageResources.start_hvm32_S),
      ("traps.S", isWide ? PackageResources.traps_hvm64_S : PackageResources.traps32_S),
      ("domain.c", PackageResources.domain_hvm_c),
      ("hvm.h", PackageResources.hvm_h),
      ("processor.c", PackageResources.processor_c),
      ("tests_domain.c", PackageResources.tests_hvm_c),
    ]
  }
}
