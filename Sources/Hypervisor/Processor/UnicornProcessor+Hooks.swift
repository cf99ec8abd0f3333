// SPDX-License-Identifier: Apache-2.0

#if UNICORN
  import CUnicorn

  extension UnicornProcessor {
    private typealias Fill =
      @convention(c) (
        OpaquePointer?, UInt64, uc_mem_type, UnsafeMutablePointer<uc_tlb_entry>?,
        UnsafeMutableRawPointer?
      ) -> Bool
    private typealias Interrupt =
      @convention(c) (OpaquePointer?, UInt32, UnsafeMutableRawPointer?) -> Void
    private typealias Plain = @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?) -> Void
    private typealias Deciding = @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?) -> Int32
    private typealias PortRead =
      @convention(c) (OpaquePointer?, UInt32, Int32, UnsafeMutableRawPointer?) -> UInt32
    private typealias PortWrite =
      @convention(c) (OpaquePointer?, UInt32, Int32, UInt32, UnsafeMutableRawPointer?) -> Void

    private static func from(_ context: UnsafeMutableRawPointer?) -> UnicornProcessor {
      Unmanaged<UnicornProcessor>.fromOpaque(context!).takeUnretainedValue()
    }

    func addHooks() throws(ProcessorError) {
      let fill: Fill = { _, address, type, entry, context in
        UnicornProcessor.from(context).fill(address, type, entry!)
      }
      let interrupt: Interrupt = { engine, vector, context in
        UnicornProcessor.from(context).stop(forVector: Int(vector))
      }
      let syscall: Plain = { engine, context in
        let processor = UnicornProcessor.from(context)
        if !processor.isUndone { processor.pending = .syscall }
        uc_emu_stop(engine)
      }
      let sysenter: Plain = { engine, context in
        let processor = UnicornProcessor.from(context)
        if !processor.isUndone { processor.pending = .sysenter }
        uc_emu_stop(engine)
      }
      let timeStamp: Deciding = { _, context in UnicornProcessor.from(context).readTimeStamp() }
      let cpuid: Deciding = { _, context in UnicornProcessor.from(context).answerCpuid() }
      let portRead: PortRead = { _, _, _, context in
        UnicornProcessor.from(context).refusePort()
        return .max
      }
      let portWrite: PortWrite = { _, _, _, _, context in
        UnicornProcessor.from(context).refusePort()
      }

      let context = Unmanaged.passUnretained(self).toOpaque()
      var hook = uc_hook()
      func all(_ type: uc_hook_type, _ function: UnsafeMutableRawPointer) throws(ProcessorError) {
        let number = Int32(type.rawValue)
        try Self.check(hook_all(engine, &hook, number, function, context), "hook")
      }
      func instruction(
        _ kind: uc_x86_insn, _ function: UnsafeMutableRawPointer
      ) throws(ProcessorError) {
        let number = Int32(kind.rawValue)
        try Self.check(hook_instruction(engine, &hook, function, context, number), "hook")
      }
      try all(UC_HOOK_TLB_FILL, unsafeBitCast(fill, to: UnsafeMutableRawPointer.self))
      try all(UC_HOOK_INTR, unsafeBitCast(interrupt, to: UnsafeMutableRawPointer.self))
      let (kind, enter) = is64 ? (UC_X86_INS_SYSCALL, syscall) : (UC_X86_INS_SYSENTER, sysenter)
      try instruction(kind, unsafeBitCast(enter, to: UnsafeMutableRawPointer.self))
      for kind in [UC_X86_INS_RDTSC, UC_X86_INS_RDTSCP] {
        try instruction(kind, unsafeBitCast(timeStamp, to: UnsafeMutableRawPointer.self))
      }
      try instruction(UC_X86_INS_CPUID, unsafeBitCast(cpuid, to: UnsafeMutableRawPointer.self))
      try instruction(UC_X86_INS_IN, unsafeBitCast(portRead, to: UnsafeMutableRawPointer.self))
      try instruction(UC_X86_INS_OUT, unsafeBitCast(portWrite, to: UnsafeMutableRawPointer.self))
      try Self.check(hook_blocks(engine, &hook, meter), "hook")
    }

    /// Grants execution only for a fetch and writing only for a write, because Unicorn checks each
    /// store to a page that may contain code.
    private func fill(
      _ address: UInt64, _ type: uc_mem_type, _ entry: UnsafeMutablePointer<uc_tlb_entry>
    ) -> Bool {
      let access: Access =
        switch type {
        case UC_MEM_FETCH: .fetch
        case UC_MEM_WRITE: .write
        default: .read
        }
      // What is left of a block after an instruction that did not happen reaches no memory.
      if isUndone { return false }
      guard let found = translator?.translate(address, access) else {
        missed = (address, access)
        return false
      }
      let permissions =
        switch access {
        case .fetch: UC_PROT_EXEC.rawValue
        case .read: UC_PROT_READ.rawValue
        case .write: UC_PROT_READ.rawValue | UC_PROT_WRITE.rawValue
        }
      entry.pointee = uc_tlb_entry(paddr: found.physicalPage, perms: uc_prot(permissions))
      return true
    }

    /// Makes an access to a port a #GP, as a processor does outside of ring 0 without a permission.
    /// Unicorn asks for none, and executes the rest of the block before it stops: that part reaches
    /// no memory, and `run` goes back to the registers of now.
    private func refusePort() {
      guard !isUndone else { return }
      isUndone = true
      beforePort.save(engine)
      flushTranslations()
      uc_emu_stop(engine)
    }

    private func stop(forVector vector: Int) {
      guard !isUndone else { return }
      // Below 32 it may be either; `run` looks which. Only `int n` has the others.
      pending = vector < 32 ? .exception(vector: vector, error: 0) : .interrupt(vector: vector)
      uc_emu_stop(engine)
    }

    private func readTimeStamp() -> Int32 {
      let value = machine?.timeStamp() ?? 0
      self[.rax] = value & 0xffff_ffff
      self[.rdx] = value >> 32
      return 1
    }

    private func answerCpuid() -> Int32 {
      let leaf = UInt32(truncatingIfNeeded: self[.rax])
      let subleaf = UInt32(truncatingIfNeeded: self[.rcx])
      guard let answer = machine?.cpuid(leaf, subleaf) else { return 0 }
      for (register, value) in zip([Register.rax, .rbx, .rcx, .rdx], answer) {
        self[register] = UInt64(value)
      }
      return 1
    }
  }
#endif
