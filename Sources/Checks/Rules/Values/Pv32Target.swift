// SPDX-License-Identifier: Apache-2.0

import Base
import CElf
import GuestImage
import HypervisorABI
import Loaders

/// The kernel is 32-bit PV, but the target hypervisor does not run 32-bit PV guests.
///
/// 32-bit PV runs in ring 1, which x86_64 hardly supports any more; Xen is built without it unless
/// CONFIG_PV32 is set, Debian disables it, and XCP-ng dropped it in 2022. The toolstack then says
/// that guest type xen-3.0-x86_32p is not supported, the dom0 builder "Found 32-bit PV kernel, but
/// CONFIG_PV32 missing". The pv shim, a small Xen that runs as a PVH guest and has CONFIG_PV32,
/// boots such a kernel unchanged, as a domU: `pvkit check --mode shim` checks whether it would, and
/// `pvkit boot --role domU` boots it.
///
/// **Affected:** libxenguest and the dom0 builder on such a hypervisor; `--pv32` tells pvkit that
/// the target runs 32-bit PV.
///
/// **Fix:** select the shim in the guest's configuration, or add a PVH entry to the kernel:
///
/// ```
/// type = "pvh"
/// pvshim = 1
/// kernel = "/boot/vmlinuz-2.6.32-686-bigmem"
/// ```
public enum Pv32Target: Rule {
  public static let id = "pv32-target"
  public static let severity: Severity = .warning
  public static let lesserSeverities: [Severity] = [.note]
  public static let example = RuleExample(
    without: [.phys32Entry],
    bits: 32,
    arguments: ("", "--pv32"))

  public static func check(_ subject: Subject) -> [Finding] {
    guard let elf = subject.elf, elf.width == .bits32, elf.machine == UInt16(EM_386),
      subject.asksHypervisor, subject.asks(.pv), subject.claimsPV, !subject.target.offersPV32
    else { return [] }
    let pvh = subject.pvh?.parameters.physicalEntry != nil
    let isOtherwiseFine = pvh && !subject.isRefusedAsPV
    return [finding(pvh ? .alsoPVH : .onlyPV, at: Place(), isOtherwiseFine ? .note : .warning)]
  }
}

extension Message {
  fileprivate static let onlyPV: Message = """
    a 32-bit PV kernel on a Xen without 32-bit PV: it boots only in the pv shim (type = "pvh", \
    pvshim = 1) or on a Xen built with CONFIG_PV32 (--pv32)
    """

  fileprivate static let alsoPVH: Message = """
    this Xen does not support 32-bit PV; run the kernel from its PVH entry (type = "pvh")
    """
}
