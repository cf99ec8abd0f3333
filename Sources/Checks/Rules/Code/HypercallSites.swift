// SPDX-License-Identifier: Apache-2.0

import Base
import GuestCode
import GuestImage
import HypervisorABI

/// A hypercall is made incorrectly.
///
/// The rule examines every call of the hypercall page and every trap instruction of the kernel:
/// does the release have this hypercall; does the call go to the start of a stub; is iret jumped to
/// and not called; does the register of an argument still hold what an earlier call left in it; and
/// is a register used afterwards that the hypercall destroys: those of the arguments, and rcx and
/// r11 after a raw syscall. Xen often preserves these, but a debug build of the hypervisor never
/// does.
///
/// **Affected:** the hypervisor answers -ENOSYS, or does something that was not intended.
///
/// **Fix:** declare in the wrapper what the call destroys, as the generated shims do:
///
/// ```
/// pvkit generate shims
/// ```
public enum HypercallSites: Rule {
  public static let id = "hypercall-sites"
  public static let severity: Severity = .error
  public static let example = RuleExample(
    wrong: """
      NOTE HYPERCALL_PAGE, .quad, page
        .text
      start: call page + 60 * 32
        ret
        .balign 4096
      page: .skip 4096
      """,
    right: """
      NOTE HYPERCALL_PAGE, .quad, page
        .text
      start: call page + 29 * 32
        ret
        .balign 4096
      page: .skip 4096
      """)

  public static func check(_ subject: Subject) -> [Finding] {
    guard let scan = subject.code else { return [] }
    return scan.hypercalls.flatMap { site in
      site.problems.map { problem in
        let symbol = scan.symbol(of: site)?.name
        let place = Place(
          section: scan.regions[site.region].name, symbol: symbol, address: scan.address(of: site),
          hypercall: Message.name(of: site))
        return finding(.call(site, problem), at: place)
      }
    }
  }
}

extension Message {
  fileprivate static func name(of site: HypercallSite) -> String? {
    site.number.map { Hypercall.number($0)?.name ?? "number \($0)" }
  }

  fileprivate static func call(
    _ site: HypercallSite, _ problem: HypercallSite.Problem
  ) -> Message {
    "hypercall \(name(of: site) ?? "of unknown number"): \(problem.description)"
  }
}
