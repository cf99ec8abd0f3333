// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI
import Loaders

/// The kernel or its P2M table needs virtual addresses that Xen reserves for itself.
///
/// On x86_64 a PV guest shares its address space with the hypervisor, which owns 0xffff800000000000
/// up to 0xffff880000000000 (HYPERVISOR_VIRT_START, HYPERVISOR_VIRT_END). The dom0 builder says
/// "overlaps with Xen private area"; the toolstack accepts the image and builds page tables there,
/// and the hypervisor refuses them or the guest dies at its first instruction.
///
/// **Affected:** the dom0 builder; libxenguest does not check it.
///
/// **Fix:** link the kernel outside of it, for instance in the top 2 GiB:
///
/// ```
/// VIRT_BASE = 0xffffffff80000000;
/// SECTIONS { . = VIRT_BASE + 0x1000000; .text : { *(.text) } }
/// ```
public enum PrivateArea: Rule {
  public static let id = "private-area"
  public static let severity: Severity = .error
  public static let example = RuleExample(
    wrong: "NOTE INIT_P2M, .quad, 0xffff800000000000",
    right: "NOTE INIT_P2M, .quad, 0x8000000000")

  public static func check(_ subject: Subject) -> [Finding] {
    guard subject.elf?.width == .bits64, subject.claimsPV, let layout = subject.layout,
      let parameters = subject.pv?.parameters
    else { return [] }
    let area = HypervisorAddresses.own
    var findings: [Finding] = []
    if layout.start < area.upperBound, layout.end > area.lowerBound {
      let place = Place(note: XenNote.virtBase.name, address: layout.start)
      findings.append(finding(.kernel(layout.start, layout.end), at: place))
    }
    if let table = parameters.p2mBase, area.contains(table) {
      findings.append(finding(.table(table), at: subject.place(of: .initP2M)))
    }
    return findings
  }
}

extension Message {
  fileprivate static func kernel(_ start: UInt64, _ end: UInt64) -> Message {
    """
    the kernel at \(hex(start)) to \(hex(end)) is in Xen's own area: it cannot be a dom0, and \
    as a domU it crashes; link it elsewhere
    """
  }

  fileprivate static func table(_ address: UInt64) -> Message {
    """
    INIT_P2M \(hex(address)) is in Xen's own area; choose a free address, such as Linux's \
    0x8000000000
    """
  }
}
