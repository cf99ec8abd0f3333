// SPDX-License-Identifier: Apache-2.0

/// The library's loaders are tried in turn, and the first that likes the image has it
/// (xg_dom_core.c@4.17, xc_dom_find_loader): multiboot-binary, HVM-generic,
/// Linux bzImage, ELF-generic.
extension DomainBuild {
  /// What the kernel says, and the capability that it needs.
  mutating func parseImage() throws(Refusal) -> (GuestParameters, guestType: String) {
    if let binary = MultibootBinary(blob) {
      let parameters = try binary.parameters()
      if mode == .pvh { throw Refusal("", remark: "taken for a multiboot binary, not for PVH") }
      return (parameters, binary.guestType(target))
    }
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
    let (parsed, elf) = XenLibelf.parse(blob, hvm: mode == .pvh, dialect: dialect)
    guard parsed.refusal == nil, let elf else {
      throw Refusal(
        "xc_dom_find_loader: no loader found",
        remark: parsed.refusal.map { "libelf: \($0.reason)" } ?? "not an ELF")
    }
    let kernel = ElfKernel(elf: elf, parsed: parsed)
    try kernel.checkUnprivileged()
    return kernel
  }

  /// HVM-generic takes any ELF that libelf refuses for PVH, and loads a 32-bit one as firmware.
  /// That is no PVH guest.
  private func asFirmware(_ blob: KernelBlob) -> Refusal? {
    guard mode == .pvh, RawElf.isElf(blob) else { return nil }
    let (parsed, elf) = XenLibelf.parse(blob, hvm: true, dialect: dialect)
    guard let elf, let refusal = parsed.refusal else { return nil }
    let reason = "libelf: \(refusal.reason)"
    if elf.is32 { return Refusal("", remark: "taken for HVM firmware, not for PVH; \(reason)") }
    return Refusal("xc_dom_parse_hvm_kernel: ELF image is not 32bit", remark: reason)
  }
}
