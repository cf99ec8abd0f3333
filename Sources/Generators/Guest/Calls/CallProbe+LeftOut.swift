// SPDX-License-Identifier: Apache-2.0

extension CallProbe {
  /// All calls.
  package static let all = any + pv

  /// The hypercalls that are left out, with the reasons.
  package static let leftOut = [
    "iret": "no function: each return from an exception and from an event is one",
    "set_callbacks": "refuses nothing, and is made before the test of events, which proves it",
  ]

  /// The commands that are left out, with the reasons.
  package static let commandsLeftOut = [
    ("what changes page tables, descriptors or vCPUs", "the tests that need it make such calls"),
    ("commands that name another domain", "no other domain is certain to exist"),
    ("SCHEDOP_block, SCHEDOP_shutdown", "block waits; shutdown is how every run ends"),
    (
      "sysctl, domctl with the right version", "that interface is for the toolstack, not for guests"
    ),
    ("platform_op, kexec_op, physdev_op in earnest", "they change the machine under Xen"),
  ]
}
