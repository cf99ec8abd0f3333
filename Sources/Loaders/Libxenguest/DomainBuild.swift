// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// The build of one domain from one image: the calls that libxl makes, in order.
struct DomainBuild: LoaderBuild {
  let image: GuestImage
  let mode: GuestMode
  let target: Target

  /// The data that the loaders examine; the bzImage loader replaces it by its payload.
  var blob: KernelBlob
  var guestType: GuestTypeName?
  var layout: GuestLayout?

  init(image: GuestImage, mode: GuestMode, target: Target) {
    self.image = image
    self.mode = mode
    self.target = target
    blob = KernelBlob(bytes: image.file)
  }

  var dialect: Dialect { Dialect(host: .toolstack, release: target.xen) }
  var toolstack: Toolstack { Toolstack(release: target.xen) }
  var capabilities: GuestCapabilities { GuestCapabilities(target) }
  var unpacker: PayloadUnpacker { PayloadUnpacker(image: image) }

  mutating func run() -> Refusal? {
    do throws(Refusal) {
      try checkMode()
      if toolstack.isLinuxBuild {
        blob = try LinuxFile(image: image, release: target.xen).read()
        try runLinuxBuild()
      } else {
        try readFile()
        let kernel = try parseImage()
        guestType = kernel.guestType
        try build(kernel)
      }
      return nil
    } catch {
      return complaint(error)
    }
  }

  /// In 4.0 and 4.1 the bzImage loader complains about files for other loaders. If the other loader
  /// fails silently, this is the only message.
  private func complaint(_ refusal: Refusal) -> Refusal {
    guard refusal.words.isEmpty, refusal.kind == .refusal, mode == .pv,
      (XenRelease(4, 0)..<XenRelease(4, 2)).contains(target.xen), RawElf.isElf(blob, dialect)
    else { return refusal }
    return Refusal(
      "xc_dom_probe_bzimage_kernel: kernel is not a bzImage", remark: refusal.remark)
  }

  private func checkMode() throws(Refusal) {
    if let first = Libxenguest.firstRelease(of: mode), target.xen < first {
      throw .notBuilt(before: first)
    }
  }

  /// xc_dom_kernel_file: reads the file, and unpacks it if it is a gzip file.
  private mutating func readFile() throws(Refusal) {
    if image.file.isEmpty {
      throw toolstack.namesEmptyFile
        ? Refusal("'\(image.name)': zero length file")
        : Refusal("", remark: "an empty file cannot be mapped")
    }
    if toolstack.limitsFile, blob.size > Gunzip.limit {
      throw Refusal("tried to map file which is too large")
    }
    if let unpacked = try Gunzip.unpack(blob, with: unpacker) { blob = unpacked }
  }

  /// xc_dom_mem_init, xc_dom_build_image and xc_dom_boot_image.
  private mutating func build(_ kernel: FoundKernel) throws(Refusal) {
    if toolstack.checksTypeFirst { try capabilities.check(kernel.guestType) }
    try checkHooks(kernel.guestType)
    if toolstack.isFlat { return try buildFlat(kernel) }
    var memory = DomainMemory(
      base: kernel.parameters.virtBase ?? 0, frames: target.frames,
      isPaged: !kernel.guestType.isHVM)
    defer { layout = memory.layout }
    if kernel.guestType.isHVM {
      return try PVHBuild(parameters: kernel.parameters).run(&memory)
    }
    try PVBuild(parameters: kernel.parameters, type: kernel.guestType, target: target).run(&memory)
    if mode != .pv, !toolstack.refusesPVInContainer {
      throw Refusal(
        "", remark: "no PHYS32_ENTRY: it goes on as PV in an HVM container, which Xen stops")
    }
  }

  /// Builds the guest with the builder that was used until 4.6.
  private mutating func buildFlat(_ kernel: FoundKernel) throws(Refusal) {
    var memory = FlatMemory(
      base: kernel.parameters.virtBase ?? 0, frames: target.frames, toolstack: toolstack,
      isTranslated: kernel.parameters.isTranslated)
    defer { layout = memory.layout }
    try FlatBuild(kernel: kernel, target: target).run(&memory)
  }

  /// Checks whether the toolstack can build this guest type at all (xc_dom_core.c@4.15,
  /// xc_dom_set_arch_hooks).
  private func checkHooks(_ type: GuestTypeName) throws(Refusal) {
    let known: [GuestTypeName] = [.pv64, .pv32PAE, .hvm32]
    if known.contains(type) || type == .pv32 && toolstack.buildsTwoLevels { return }
    let function = toolstack.isFlat ? "xc_dom_find_arch_hooks" : "xc_dom_set_arch_hooks"
    throw Refusal("\(function): not found (type \(type))")
  }
}
