// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// The build of one initial domain.
struct Dom0Build: LoaderBuild {
  let image: GuestImage
  let mode: GuestMode
  let target: Target
  /// Whether the PV shim runs the build: the same code, for a domain that is not the initial domain
  /// of the host.
  let isShim: Bool
  private(set) var guestType: GuestTypeName?
  private(set) var layout: GuestLayout?

  init(image: GuestImage, mode: GuestMode, target: Target, isShim: Bool = false) {
    self.isShim = isShim
    self.image = image
    self.mode = mode
    self.target = target
  }

  mutating func run() -> Refusal? {
    do throws(Refusal) {
      switch mode {
      case .pv: try buildPV()
      case .pvh: try buildPVH()
      case .hvm, .shim: throw Refusal("", remark: "the initial domain is PV or PVH, never HVM")
      }
      return nil
    } catch {
      return error
    }
  }

  private mutating func buildPV() throws(Refusal) {
    if isShim, target.xen < .firstWithShim { throw .notBuilt(before: .firstWithShim) }
    if target.xen.isEarly { return try buildEarly() }
    let kernel = try parse()
    try Dom0Compatibility(kernel: kernel, target: target).check()
    let guestType = kernel.elf.is64 ? GuestTypeName.pv64 : kernel.i386Type(target)
    self.guestType = guestType
    var layout = Dom0Layout(
      kernel: kernel, guestType: guestType, target: target, isShim: isShim)
    if !isShim {
      try Dom0Features.checkDom0(kernel.parameters)
      try layout.checkHypervisorStart()
    }
    try layout.place()
    self.layout = layout.guest
    try Dom0Copy(kernel: kernel, layout: layout).check()
    try layout.checkHypercallPage()
    try layout.checkP2M()
    try Dom0Features.checkSupervisorMode(kernel.parameters)
  }

  private mutating func buildEarly() throws(Refusal) {
    guestType = .pv32
    let blob = KernelBlob(bytes: image.file)
    let layout = try EarlyLayout(of: blob, in: target, host: .hypervisor)
    self.layout = layout.guest
    try layout.check()
  }

  private mutating func buildPVH() throws(Refusal) {
    if let first = XenDom0.firstRelease(of: .pvh), target.xen < first {
      throw .notBuilt(before: first)
    }
    let kernel = try parse()
    guard kernel.parameters.physicalEntry != nil else {
      throw Refusal("Unable to find XEN_ELFNOTE_PHYS32_ENTRY address")
    }
    guestType = .hvm32
    if target.xen >= XenRelease(4, 20) { try Dom0Features.checkDom0(kernel.parameters) }
    let memory = Dom0PVHMemory(kernel: kernel, target: target)
    layout = memory.layout
    try memory.check()
  }

  private func parse() throws(Refusal) -> ElfKernel {
    let dialect = Dialect(host: .hypervisor, release: target.xen)
    let file = isShim ? XenShim.module(of: image) : KernelBlob(bytes: image.file)
    let blob = try Dom0Payload(image: image, file: file, target: target).kernel()
    if dialect.isOfOneWidth {
      guard RawElf.isElf(blob, dialect) else { throw .notCompatible }
      return try ElfKernel(LinuxElf(blob, dialect))
    }
    let (parsed, elf) = XenLibelf.parse(blob, hvm: mode == .pvh, dialect: dialect)
    if let refusal = parsed.refusal { throw refusal }
    guard let elf else { throw .notElf(target.xen) }
    return ElfKernel(elf: elf, parsed: parsed)
  }
}

extension Refusal {
  /// The hypervisor's refusal before libelf.
  fileprivate static let notCompatible = Refusal("DOM0 image is not a Xen-compatible Elf image.")
}
