// SPDX-License-Identifier: Apache-2.0

import GuestCode
import GuestImage
import HypervisorABI

/// A call into Xen is made in a wrong way.
///
/// Looked at is every call of the hypercall page and every trap of the kernel's own: whether the
/// release has such a call; whether it leads to the start of an entry; whether iret is jumped to;
/// whether an argument's register still holds what a call before left in it; and whether a register
/// is used afterwards that the call destroys: those of the arguments, and rcx and r11 where a raw
/// syscall is made. Xen often leaves these alone, and a debug hypervisor never does.
///
/// **Who minds:** the hypervisor answers -ENOSYS, or does something else than was meant.
///
/// **Cure:** name what the call destroys in the wrapper, as generated shims do:
///
/// ```
/// pvkit generate shims
/// ```
public enum HypercallSites: Rule {
  public static let id = "hypercall-sites"
  public static let severity = Finding.Severity.error

  public static func check(_ subject: Subject) -> [Finding] {
    guard let scan = subject.code else { return [] }
    return scan.hypercalls.flatMap { site in
      site.problems.map { problem in
        let symbol = scan.symbol(of: site)?.name
        let place = Place(
          section: scan.regions[site.region].name, symbol: symbol, address: scan.address(of: site))
        return finding(.call(site, problem), at: place)
      }
    }
  }
}

extension Message {
  fileprivate static func call(
    _ site: HypercallSite, _ problem: HypercallSite.Problem
  ) -> Message {
    let call = site.number.map { Hypercall.number($0)?.name ?? "number \($0)" }
    return "hypercall \(call ?? "of unknown number"): \(problem.description)"
  }
}
