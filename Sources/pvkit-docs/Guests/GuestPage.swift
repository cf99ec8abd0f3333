// SPDX-License-Identifier: Apache-2.0

import Generators
import HypervisorABI

/// Docs/guests.md: the kinds of guests, and the hypercalls that they test.
struct GuestPage {
  var file: GeneratedFile { GeneratedFile(path: "Docs/guests.md", text: text) }

  private var text: String {
    """
    # The reference guests

    Small guests that `pvkit generate guest DIR` writes and `make -C DIR` builds. Each makes
    hypercalls through its shims, prints the result of each test as a line of TAP, and powers itself
    off. `pvkit boot` recognizes each kind. `make docs` writes this page from the sources; a test
    fails if it is out of date.

    `--xen R` generates the guest for that release: with its call numbers, structures and notes; for
    3.0.0 and 3.0.2, which had no notes, with the string `__xen_guest`. Xen 3.0.0 (December 2005) has no
    hypercall page, so that its guests enter it by the instruction, return from traps by their own `iret`
    and restore the event mask themselves; it has no call to wait for a port, so that they yield. Errors have the names that Xen gave them
    in 4.6; their numbers have always been the same. The tests build each kind for every release that
    is offered, and `pvkit check --xen R` has no findings for any of them. Guests for 3.0.2, 3.1 and
    4.2 are booted on Xen 4.17 in CI, the 32-bit one for 3.0.2 on its PV shim; those for every release are run by
    `pvkit run --xen R`, those for 3.0.0 and those without PAE only there.

    Xen 2.0 (November 2004), whose interface is another one under the same names, has a guest of its own:
    `--xen 2.0 --arch i386 --no-pae`, for dom0 and domU. Its loaders use `p_vaddr`, and look for `XEN_VER=2.0`.
    mmu_update has the commands that mmuext_op has later, update_va_mapping takes the number of a page, a
    page fault has its address on the stack, the result of a multicall replaces the sixth argument, nothing is
    emulated, and the console of a domU is messages to the domain's controller. It runs in `pvkit run --xen
    2.0`, without devices; no such Xen is built any more.

    | options | way in | for Xen | run as | where |
    |--|--|--|--|--|
    \(kinds)

    ## What Xen must answer

    Calls that have no effect and calls that must be refused. Each is made by its wrapper and again in
    a multicall. The answers are those of Xen \(Hypercall.described), as Debian builds it, and of its
    PV shim; on another release, an answer that differs is reported but is not a failure. `BAD` is an
    unmapped address, `ZEROS` a page of zeros, `UNKNOWN` a number that is not a command. Numbers that
    are not a hypercall of such a guest must give -ENOSYS. A PV guest concludes that it runs on the
    shim if there is no sysctl at all.

    | call | arguments | PV dom0 | PV domU | PV on the shim | HVM, PVH dom0 | HVM, PVH domU |
    |--|--|--|--|--|--|--|
    \(rows)

    Where there are two answers, the first is for a 64-bit guest.

    ## Devices and a second vCPU

    | line | what it shows | without it |
    |--|--|--|
    | vcpu_op initialise | a second vCPU runs on the first one's page tables and takes itself down; to initialise it again is refused | one vCPU |
    | xenstore read, write | requests and answers over the ring; a key that is not there is refused | initial domain |
    | grant | Xen copies from a page by a reference that the guest granted to itself, and no more once it is ended | on the PV shim |
    | block front end | ring, grants and port by XenStore; the first 8 sectors by one request; both ends closed, no grant held | no disk |
    | network front end | both rings; ARP asks for 10.0.2.1, which is the bridge of `pvkit boot --net`, until it is answered; both ends closed, no grant held | no card |

    What the domain does not have is a line `ok … # SKIP`. In CI all of it runs on the back ends of a
    Debian dom0: `pvkit boot --role domU --vcpus 2 --disk FILE,ro --net guest.elf`.

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
        case (.pv, .i386), (.shim, _):
          kind.pae
            ? ("page, int 0x82", "dom0, domU", "CI, on the PV shim; [by hand](compatibility.md)")
            : ("page, int 0x82", "dom0, domU", "`pvkit run`; such a Xen is no longer built")
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
