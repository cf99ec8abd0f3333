// SPDX-License-Identifier: Apache-2.0

/// The library's loaders are tried in turn, and the first that likes the image has it
/// (xg_dom_core.c@4.17, xc_dom_find_loader): multiboot-binary, HVM-generic,
/// Linux bzImage, ELF-generic.
extension DomainBuild {
  /// What the kernel says, and the capability that it needs.
  mutating func parseImage() throws(Refusal) -> (GuestParameters, guestType: String) {
    if let binary = MultibootBinary(blob) {
      let parameters = try binary.parameters()
      if mode != .pv {
        let name = mode.rawValue.uppercased()
        throw Refusal("", remark: "taken for a multiboot binary, not for \(name)")
      }
      return (parameters, binary.guestType(target))
    }
    if mode == .hvm, let firmware = try firmware(blob) { return firmware }
    let kernel = try findElf()
    return (kernel.parameters, try kernel.guestType(mode: mode, target: target))
  }

  private mutating func findElf() throws(Refusal) -> ElfKernel {
    if let firmware = asFirmware(blob) { throw firmware }
    do throws(Refusal) {
      try unpackBzImage()
    } catch {
      // A bzImage that fails has said why; the ELF loader then meets the file, or its payload.
      if let kernel = try? parseElf() { return kernel }
      throw error
    }
    return try parseElf()
  }

  /// xc_dom_probe_elf_kernel and xc_dom_parse_elf_kernel: the probe has no log, so that libelf's
  /// reason is lost.
  private func parseElf() throws(Refusal) -> ElfKernel {
    let (parsed, elf) = XenLibelf.parse(blob, hvm: mode != .pv, dialect: dialect)
    guard parsed.refusal == nil, let elf else {
      throw Refusal(
        "xc_dom_find_loader: no loader found",
        remark: parsed.refusal.map { "libelf: \($0.reason)" } ?? "not an ELF")
    }
    let kernel = ElfKernel(elf: elf, parsed: parsed)
    try kernel.checkUnprivileged()
    return kernel
  }

  /// HVM-generic takes any ELF that libelf refuses for PVH, and loads a 32-bit one as firmware; nil
  /// when it leaves the image to the loaders of kernels, from its PVH entry (xg_dom_hvmloader.c@4.17).
  private func firmware(
    _ blob: KernelBlob
  ) throws(Refusal) -> (GuestParameters, guestType: String)? {
    guard RawElf.isElf(blob) else { return nil }
    let (parsed, elf) = XenLibelf.parse(blob, hvm: true, dialect: dialect)
    guard let elf, parsed.refusal != nil else { return nil }
    guard elf.is32 else {
      throw Refusal("xc_dom_parse_hvm_kernel: ELF image is not 32bit")
    }
    var parameters = parsed.parameters
    (parameters.kernelStart, parameters.kernelEnd) = (parsed.memory.start, parsed.memory.end)
    return (parameters, "hvm-3.0-x86_32")
  }

  /// What HVM-generic takes is no PVH guest.
  private func asFirmware(_ blob: KernelBlob) -> Refusal? {
    guard mode == .pvh, RawElf.isElf(blob) else { return nil }
    let (parsed, elf) = XenLibelf.parse(blob, hvm: true, dialect: dialect)
    guard let elf, let refusal = parsed.refusal else { return nil }
    let reason = "libelf: \(refusal.reason)"
    if elf.is32 { return Refusal("", remark: "taken for HVM firmware, not for PVH; \(reason)") }
    return Refusal("xc_dom_parse_hvm_kernel: ELF image is not 32bit", remark: reason)
  }
}
