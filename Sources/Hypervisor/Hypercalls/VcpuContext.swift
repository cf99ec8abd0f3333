// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

/// The initial state of a vCPU that a guest brings up (VCPUOP_initialise, arch_set_info_guest in
/// xen/arch/x86/domain.c@4.17).
extension Hypervisor {
  func initialise(_ target: Vcpu, at address: UInt64) throws(XenError) {
    guard !target.isInitialised else { throw .exists }
    let context = try argument("vcpu_guest_context", at: address)
    let addresses = [
      "user_regs.rip", "event_callback_eip", "failsafe_callback_eip", "syscall_callback_eip",
      "fs_base", "gs_base_kernel", "gs_base_user",
    ]
    guard addresses.allSatisfy({ space.format.isAddress(context[$0]) }) else { throw .invalid }
    try setTables(of: target, context)
    setHandlers(of: target, context)
    setRegisters(of: target, context)
    target.isInitialised = true
  }

  /// Sets the page tables and descriptors.
  private func setTables(of target: Vcpu, _ context: GuestArgument) throws(XenError) {
    let kernel = interface.guest.frame(ofRoot: word("ctrlreg", 3, of: context))
    let user = interface.guest.is64 ? word("ctrlreg", 1, of: context) : 0
    let frames = (0..<16).map { word("gdt_frames", $0, of: context) }
    let entries = context["gdt_ents"]
    guard entries <= numbers.gdtEntries else { throw .invalid }
    try setDescriptors(
      Array(frames.prefix(Int(entries + 511) / 512)), entries, of: target)
    var roots = [kernel]
    // Bit 0 says that there is a root for user mode.
    if user & 1 == 1 { roots.append(user >> MachineMemory.pageShift) }
    for (index, root) in roots.enumerated() {
      do { try types.get(root, as: space.format.root) } catch {
        if index > 0 { types.put(kernel) }
        reportRefusal(error, "VCPUOP_initialise with a root of vCPU \(target.id)")
        throw .invalid
      }
    }
    target.kernelRoot = kernel
    target.userRoot = roots.count > 1 ? roots[1] : 0
  }

  private func word(_ path: String, _ index: Int, of context: GuestArgument) -> UInt64 {
    context.element(path, index, wordSize: interface.guest.wordSize)
  }

  private func setHandlers(of target: Vcpu, _ context: GuestArgument) {
    let flags = context["flags"]
    func has(_ name: String) -> Bool {
      interface.numberIfNamed(name).map { flags & $0 != 0 } ?? false
    }
    target.isInKernel =
      interface.guest.is64
      ? has("VGCF_in_kernel")
        || (interface.numberIfNamed("VGCF_in_kernel") == nil && has("VGCF_IN_KERNEL"))
      : context["user_regs.cs"] & 3 != 3
    target.event = .init(
      address: context["event_callback_eip"],
      selector: interface.guest.kernelSelector(context["event_callback_cs"]))
    target.failsafe = .init(
      address: context["failsafe_callback_eip"],
      selector: interface.guest.kernelSelector(context["failsafe_callback_cs"]),
      masksEvents: has("VGCF_failsafe_disables_events"))
    target.syscall = .init(
      address: context["syscall_callback_eip"], masksEvents: has("VGCF_syscall_disables_events"))
    target.kernelStack = (
      UInt64(interface.guest.kernelSelector(context["kernel_ss"])), context["kernel_sp"]
    )
    let trap = interface.knownStructure("trap_info")
    for vector in target.traps.indices {
      let start =
        context.places.firstOffset(below: "trap_ctxt").map { $0 + vector * trap.size } ?? 0
      let entry = GuestArgument(
        address: 0, places: trap, bytes: Array(context.bytes[start..<start + trap.size]))
      target.traps[vector] = Vcpu.TrapHandler(entry, interface.guest)
    }
    // Values that Xen does not accept are left out.
    for number in [0, 1, 2, 3, 6, 7] {
      try? setDebugRegister(UInt64(number), word("debugreg", number, of: context), of: target)
    }
  }

  /// Sets the registers by loading the vCPU's state into the processor for a moment.
  private func setRegisters(of target: Vcpu, _ context: GuestArgument) {
    guard let mine = vcpu.state, let its = target.state else { return }
    processor.save(into: mine)
    processor.load(its)
    target.ownPages.use(processor)
    let guest = interface.guest
    for register in Register.general + [.rip] {
      guard let name = register.name(in: guest) else { continue }
      processor[register] = context["user_regs." + name]
    }
    let flags = context["user_regs." + (guest.is64 ? "rflags" : "eflags")]
    processor[.rflags] = flags & ~Numbers.ioPrivilege | Numbers.interruptFlag | 2
    target.ioPrivilege = (flags & Numbers.ioPrivilege) >> 12
    if !guest.is64, !target.isInKernel { processor.enterRing(ofKernel: false) }
    let ring = guest.is64 || !target.isInKernel ? 3 : guest.kernelRing
    setCodeSegment(context["user_regs.cs"] & 0xffff | ring)
    setStackSegment(context["user_regs.ss"] & 0xffff | ring)
    for (register, name) in [(Register.ds, "ds"), (.es, "es"), (.fs, "fs"), (.gs, "gs")] {
      let selector = context["user_regs." + name] & 0xffff
      let descriptor = target.ownPages.descriptor(selector)
      let isUsable = descriptor.map { Descriptor.isUsable($0, in: ring) } ?? false
      if isUsable || selector < 4 { processor[register] = selector }
    }
    processor[.fsBase] = context["fs_base"]
    processor[.gsBase] = context[target.isInKernel ? "gs_base_kernel" : "gs_base_user"]
    target.otherGsBase = context[target.isInKernel ? "gs_base_user" : "gs_base_kernel"]
    processor.save(into: its)
    processor.load(mine)
    dropTranslations()
  }
}

extension GuestArgument {
  /// An element of an array of words.
  fileprivate func element(_ path: String, _ index: Int, wordSize: Int) -> UInt64 {
    guard let place = places[path] else { return 0 }
    let start = place.offset + index * wordSize
    guard start + wordSize <= bytes.count else { return 0 }
    return bytes[start..<start + wordSize].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
