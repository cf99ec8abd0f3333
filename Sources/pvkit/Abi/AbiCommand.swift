// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `pvkit abi …`: prints the ABI model, and compares kernels with it.
struct AbiCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "abi",
    abstract:
      "Look up Xen's guest ABI by release, compare releases, and verify kernels against it.",
    discussion: """
      Examples:
        pvkit abi hypercalls
        pvkit abi hypercalls sched_op vcpu_op
        pvkit abi constants VIRQ_TIMER
        pvkit abi keys vbd
        pvkit abi diff 3.4 4.17
        pvkit abi layouts --xen 3.4 --arch i386 --format json
        pvkit abi struct start_info --xen 3.0.2 --arch i386
        pvkit abi verify /boot/vmlinuz
      """,
    subcommands: [
      Hypercalls.self, Notes.self, Features.self, Keys.self, Constants.self, Struct.self,
      Layouts.self,
      Diff.self, Check.self, Snapshot.self, Doc.self,
    ])
}
