// SPDX-License-Identifier: Apache-2.0

/// Tries the library's loaders in order; the first one that accepts the image is used
/// (xg_dom_core.c@4.17, xc_dom_find_loader): multiboot-binary, HVM-generic, Linux bzImage,
/// ELF-generic.
extension DomainBuild {
  /// Finds the loader for the image, and returns the kernel with its parameters and guest type.
  mutating func parseImage() throws(Refusal) -> FoundKernel {
    if let binary = MultibootBinary(blob) { return try take(binary) }
    if mode == .hvm, let firmware = try firmware(blob) { return firmware }
    let kernel = try findElf()
    let type = try kernel.guestType(mode: mode, target: target)
    var parameters = kernel.parameters
    if toolstack.reservesSymbols, parameters.wantsSymbols {
      parameters.kernelEnd = ToolstackSymbols(kernel: kernel, toolstack: toolstack).kernelEnd
    }
    return FoundKernel(form: .elf(kernel), parameters: parameters, guestType: type)
  }

  /// Accepts a multiboot binary. From 4.10 on, the library checks only ELF kernels for support of
  /// an HVM container, so that a flat image for PVH is accepted and built as PV.
  private func take(_ binary: MultibootBinary) throws(Refusal) -> FoundKernel {
    let parameters = try binary.parameters()
    if mode == .hvm || mode == .pvh && !toolstack.refusesPVInContainer {
      let name = mode.rawValue.uppercased()
      throw Refusal("", remark: "taken for a multiboot binary, not for \(name)")
    }
    return FoundKernel(
      form: .binary(binary), parameters: parameters, guestType: binary.guestType(target))
  }

  private mutating func findElf() throws(Refusal) -> ElfKernel {
    if let firmware = asFirmware(blob) { throw firmware }
    do throws(Refusal) {
      try unpackBzImage()
    } catch {
      // A bzImage that failed has printed its message; the ELF loader is tried next with the file
      // or its payload.
      if error.kind == .refusal, let kernel = try? parseElf() { return kernel }
      throw error
    }
    return try parseElf()
  }

  /// xc_dom_probe_elf_kernel and xc_dom_parse_elf_kernel. From 4.7 on the probe calls libelf too,
  /// but without a log, so that the reason for a refusal is lost.
  private func parseElf() throws(Refusal) -> ElfKernel {
    guard RawElf.isElf(blob, dialect) else { throw noLoader("not an ELF") }
    let (parsed, elf) = XenLibelf.parse(blob, hvm: mode != .pv, dialect: dialect)
    let refusal = parsed.refusal
    if let refusal, refusal.kind == .crash { throw refusal }
    if toolstack.probesNotes, let refusal { throw noLoader("libelf: \(refusal.reason)") }
    guard let elf else {
      throw parsing("corrupted ELF image", remark: refusal?.reason ?? "")
    }
    if toolstack.wantsSectionNames, elf.sectionNames == 0 {
      throw parsing("ELF image has no shstrtab")
    }
    if let refusal { throw refusal }
    let kernel = ElfKernel(elf: elf, parsed: parsed)
    try kernel.checkUnprivileged()
    return kernel
  }

  private func noLoader(_ remark: String) -> Refusal {
    Refusal("xc_dom_find_loader: no loader found", remark: remark)
  }

  private func parsing(_ words: String, remark: String = "") -> Refusal {
    Refusal("xc_dom_parse_elf_kernel: \(words)", remark: remark)
  }

  /// The loader HVM-generic. It handles any ELF file that libelf refuses for PVH, and loads a
  /// 32-bit one as firmware. Nil if it leaves the image to the loaders of kernels, to be started at
  /// its PVH entry (xg_dom_hvmloader.c@4.17).
  private func firmware(_ blob: KernelBlob) throws(Refusal) -> FoundKernel? {
    guard RawElf.isElf(blob, dialect) else { return nil }
    let (parsed, elf) = XenLibelf.parse(blob, hvm: true, dialect: dialect)
    guard let elf, parsed.refusal != nil else { return nil }
    guard elf.is32 else {
      throw Refusal("xc_dom_parse_hvm_kernel: ELF image is not 32bit")
    }
    var parameters = parsed.parameters
    (parameters.kernelStart, parameters.kernelEnd) = (parsed.memory.start, parsed.memory.end)
    return FoundKernel(
      form: .elf(ElfKernel(elf: elf, parsed: parsed)), parameters: parameters,
      guestType: .hvm32)
  }

  /// The refusal if HVM-generic would handle the image, because that does not build a PVH guest.
  private func asFirmware(_ blob: KernelBlob) -> Refusal? {
    guard mode == .pvh, RawElf.isElf(blob, dialect) else { return nil }
    let (parsed, elf) = XenLibelf.parse(blob, hvm: true, dialect: dialect)
    guard let elf, let refusal = parsed.refusal else { return nil }
    let reason = "libelf: \(refusal.reason)"
    if elf.is32 { return Refusal("", remark: "taken for HVM firmware, not for PVH; \(reason)") }
    return Refusal("xc_dom_parse_hvm_kernel: ELF image is not 32bit", remark: reason)
  }
}
