// SPDX-License-Identifier: Apache-2.0

import CElf
import HypervisorABI

/// A kernel that libelf accepts, on its way into a domain (xg_dom_elfloader.c@4.17).
struct ElfKernel {
  let elf: RawElf
  let parsed: XenLibelf.Parsed

  var parameters: GuestParameters { parsed.parameters }

  /// A kernel that can only be the initial domain says so.
  func checkUnprivileged() throws(Refusal) {
    if let dom0 = XenFeature.named(byLoader: "dom0"), parameters.requires(dom0) {
      throw Refusal(
        "xc_dom_parse_elf_kernel: Kernel does not support unprivileged (DomU) operation")
    }
  }

  /// The capability that the guest needs. The ELF's class is not looked at.
  func guestType(mode: GuestMode, target: Target) throws(Refusal) -> String {
    if mode != .pv {
      guard parameters.physicalEntry != nil else {
        throw Refusal(
          "xc_dom_guest_type: image not capable of booting inside a HVM container",
          remark: "no PHYS32_ENTRY")
      }
      return "hvm-3.0-x86_32"
    }
    switch Int32(truncatingIfNeeded: elf.header(.machine)) {
    case EM_X86_64: return "xen-3.0-x86_64"
    case EM_386: return i386Type(target)
    case let machine: throw Refusal("xc_dom_guest_type: unknown image type \(machine)")
    }
  }

  /// A kernel that can do both takes PAE where the hypervisor offers it.
  func i386Type(_ target: Target) -> String {
    let pae =
      switch parameters.pae {
      case .none: false
      case .pae, .extendedCR3: true
      case .bimodal: target.offersPV32
      }
    return pae ? "xen-3.0-x86_32p" : "xen-3.0-x86_32"
  }
}
