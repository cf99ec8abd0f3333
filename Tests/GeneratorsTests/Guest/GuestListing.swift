// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

@testable import Generators

/// Docs/guests.md: which guests there are, and what they ask of Xen.
struct GuestListing {
  var text: String {
    """
    # The reference guests

    Small guests that `pvkit generate guest DIR` writes and `make -C DIR` builds. Each makes
    hypercalls by its shims, prints a line of TAP for every result, and powers itself off.
    `pvkit boot` sees of itself what kind it is. A test holds this page current.

    `--xen R` makes the guest of that release: its call numbers, structures and notes; for 3.0.2,
    which knew no notes, the string `__xen_guest`. Errors have the names that Xen gave them in 4.6;
    their numbers were always the same. Each kind is built for every release on offer, and `pvkit
    check --xen R` finds nothing. Guests for 3.0.2, 3.1 and 4.2 boot on Xen 4.17 in CI, the
    32-bit one for 3.0.2 on its PV shim. Of 2.0 and 3.0.0 the model knows calls only: `pvkit generate
    shims`.

    | options | way in | for Xen | run as | where |
    |--|--|--|--|--|
    \(kinds)

    ## What Xen must answer

    Harmless calls and refusals, each made by its wrapper and once more in a multicall. The answers
    are those of Xen \(Hypercall.described), as Debian builds it, and of its PV shim; on another release,
    one that differs is told and is no failure. `BAD` is an address where nothing is, `ZEROS` a page
    of zeros, `UNKNOWN` a number that is no command. Numbers that are no call of such a guest's must
    give -ENOSYS. A PV guest takes its Xen for the shim when that has no sysctl at all.

    | call | arguments | PV dom0 | PV domU | PV on the shim | HVM, PVH dom0 | HVM, PVH domU |
    |--|--|--|--|--|--|--|
    \(rows)

    Where two answers stand, the first is that of a 64-bit guest.

    ## Left out

    | what | why |
    |--|--|
    \(leftOut)

    """
  }

  private var kinds: String {
    Generate.GuestKind.all.map { kind in
      let (ways, roles, place) =
        switch (kind.mode, kind.architecture) {
        case (.pv, .x86_64): ("page, syscall", "dom0, domU", "CI, also on the PV shim")
        case (.pv, .i386):
          kind.pae
            ? ("page, int 0x82", "dom0, domU", "CI, on the PV shim; [by hand](compatibility.md)")
            : ("page, int 0x82", "dom0, domU", "built and checked: no such Xen is built any more")
        case (.pvh, _): ("page, vmcall or vmmcall", "dom0, domU", "CI, under AMD's SVM")
        case (.hvm, _): ("page, vmcall or vmmcall", "domU", "CI, under AMD's SVM")
        }
      return "| `\(kind.options)` | \(ways) | \(releases(kind)) | \(roles) | \(place) |"
    }.joined(separator: "\n")
  }

  private func releases(_ kind: Generate.GuestKind) -> String {
    let (first, last) = (kind.releases[0], kind.releases[kind.releases.count - 1])
    return last == XenRelease.modelled.last ? "\(first) and later" : "\(first) to \(last)"
  }

  private var rows: String {
    CallProbe.all.map { probe in
      let columns = [
        answer(probe, [.pv64, .pv32], .dom0), answer(probe, [.pv64, .pv32], .domU),
        answer(probe, [.pv64, .pv32], .shim),
        answer(probe, [.hvm64, .hvm32], .dom0), answer(probe, [.hvm64, .hvm32], .domU),
      ]
      let arguments = probe.arguments.map { "`\($0)`" }.joined(separator: " ")
      return "| \(probe.call) | \(arguments) | \(columns.joined(separator: " | ")) |"
    }.joined(separator: "\n")
  }

  private func answer(
    _ probe: CallProbe, _ callers: [Hypercall.Caller], _ role: CallProbe.Role
  ) -> String {
    let able = callers.filter { caller in
      guard let shims = ShimDescription(caller: caller) else { return false }
      return ShimCall.all(shims).contains { $0.name == probe.call }
        && probe.canBeSaid(by: caller, in: .standard)
    }
    let answers = able.map { probe.answer(to: $0, as: role).words }
    return Set(answers).count == 1 ? answers[0] : answers.joined(separator: ", ")
  }

  private var leftOut: String {
    let calls = CallProbe.leftOut.sorted { $0.key < $1.key }.map { ("`\($0.key)`", $0.value) }
    return (calls + CallProbe.commandsLeftOut).map { "| \($0) | \($1) |" }.joined(separator: "\n")
  }
}
