// SPDX-License-Identifier: Apache-2.0

import CElf
import HypervisorABI

/// A kernel that libelf accepted (xg_dom_elfloader.c@4.17).
struct ElfKernel {
  let elf: RawElf
  let parsed: XenLibelf.Parsed

  var parameters: GuestParameters { parsed.parameters }

  /// Converts a kernel that was parsed by the loader before libelf.
  init(_ kernel: LinuxElf) {
    elf = kernel.elf
    let parameters = kernel.parameters
    let shift = (parameters.virtBase ?? 0) &- kernel.paddrOffset
    let memory = MemorySpan(
      start: parameters.kernelStart &- shift, end: parameters.kernelEnd &- shift)
    parsed = XenLibelf.Parsed(refusal: nil, parameters: parameters, memory: memory, broken: nil)
  }

  init(elf: RawElf, parsed: XenLibelf.Parsed) {
    self.elf = elf
    self.parsed = parsed
  }

  /// Refuses a kernel that declares that it can only be the initial domain.
  func checkUnprivileged() throws(Refusal) {
    if let dom0 = XenFeature.named(byLoader: "dom0"), parameters.requires(dom0) {
      throw Refusal(
        "xc_dom_parse_elf_kernel: Kernel does not support unprivileged (DomU) operation")
    }
  }

  /// The guest type that the kernel needs. The class of the ELF file is not checked.
  func guestType(mode: GuestMode, target: Target) throws(Refusal) -> GuestTypeName {
    if mode != .pv {
      if parameters.physicalEntry != nil { return .hvm32 }
      if Toolstack(release: target.xen).refusesPVInContainer { throw notForContainer }
    }
    switch Int32(truncatingIfNeeded: elf.header(.machine)) {
    case EM_X86_64: return .pv64
    case EM_386: return i386Type(target)
    case let machine: return try otherType(machine, target.xen)
    }
  }

  private var notForContainer: Refusal {
    Refusal(
      "xc_dom_guest_type: image not capable of booting inside a HVM container",
      remark: "no PHYS32_ENTRY")
  }

  /// For machines that Xen does not support any more: a guest type that cannot be built.
  private func otherType(
    _ machine: Int32, _ release: XenRelease
  ) throws(Refusal) -> GuestTypeName {
    if release >= XenRelease(4, 11) {
      let spelling = release >= XenRelease(4, 12) ? "unknown" : "unkown"
      throw Refusal("xc_dom_guest_type: \(spelling) image type \(machine)")
    }
    switch machine {
    case EM_IA_64 where release < XenRelease(4, 3):
      return elf.isBigEndian ? .ia64BigEndian : .ia64
    case EM_PPC64 where release < XenRelease(3, 3): return .powerPC64
    default: return .unknown
    }
  }

  /// The guest type of a 32-bit kernel. A kernel that supports both gets PAE if the hypervisor
  /// offers it.
  func i386Type(_ target: Target) -> GuestTypeName {
    let pae =
      switch parameters.pae {
      case .none: false
      case .pae, .extendedCR3: true
      case .bimodal: target.offersPV32
      }
    return pae ? .pv32PAE : .pv32
  }
}
