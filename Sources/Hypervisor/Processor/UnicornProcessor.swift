// SPDX-License-Identifier: Apache-2.0

#if UNICORN
  import CUnicorn

  /// Unicorn 2.1 or later as a processor, through its public interface only.
  ///
  /// Every trap stops the engine, so that its handler may change all state. Any other stop only
  /// happens at the start of a block, because elsewhere the engine would execute a part of the
  /// block twice.
  final class UnicornProcessor: Processor {
    let engine: OpaquePointer
    let meter: UnsafeMutablePointer<block_meter>
    private let context: UnicornContext
    private let numbers: [Int32]
    let is64: Bool
    unowned(unsafe) var translator: (any AddressTranslator)?
    unowned(unsafe) var machine: (any MachineState)?
    /// The trap for which a hook stopped the engine.
    var pending: Trap?
    /// The page and access whose translation last failed.
    var missed: (page: UInt64, access: Access) = (0, .read)
    /// The state at an access to a port that stopped the engine, and whether one did: then nothing
    /// that was executed since counts.
    let beforePort: UnicornState
    var isUndone = false
    private var hooks: [uc_hook] = []

    init(is64: Bool) throws(ProcessorError) {
      self.is64 = is64
      numbers = is64 ? Self.numbers64 : Self.numbers32
      var engine: OpaquePointer?
      let mode = is64 ? UC_MODE_64 : UC_MODE_32
      try UnicornProcessor.check(uc_open(UC_ARCH_X86, mode, &engine), "open")
      guard let engine else { throw ProcessorError("Unicorn: no engine") }
      self.engine = engine
      meter = .allocate(capacity: 1)
      meter.initialize(to: block_meter())
      do {
        context = try UnicornContext(engine)
        beforePort = try UnicornState(engine)
      } catch {
        uc_close(engine)
        meter.deallocate()
        throw error
      }
      try UnicornProcessor.check(use_virtual_tlb(engine), "virtual TLB")
      try UnicornProcessor.check(leave_only_by_hook(engine), "exits")
      try addHooks()
      // Protected mode with the floating-point unit; SSE with its exceptions.
      write(UC_X86_REG_CR0, 0x33)
      write(UC_X86_REG_CR4, 0x6a0)
    }

    deinit {
      uc_close(engine)
      meter.deallocate()
    }

    static func check(_ error: uc_err, _ what: String) throws(ProcessorError) {
      guard error == UC_ERR_OK else {
        throw ProcessorError("Unicorn: \(what): \(String(cString: uc_strerror(error)))")
      }
    }

    var executed: UInt64 { meter.pointee.executed }

    func interrupt() { meter.pointee.stop = 1 }

    subscript(register: Register) -> UInt64 {
      get {
        var value: UInt64 = 0
        let number = numbers[register.rawValue]
        if number != Self.none { uc_reg_read(engine, number, &value) }
        return value
      }
      set {
        var value = newValue
        let number = numbers[register.rawValue]
        if number != Self.none { uc_reg_write(engine, number, &value) }
      }
    }

    private func write(_ register: uc_x86_reg, _ value: UInt64) {
      var value = value
      uc_reg_write(engine, Int32(register.rawValue), &value)
    }

    func run(until limit: UInt64) -> Trap {
      meter.pointee.limit = limit
      pending = nil
      let error = uc_emu_start(engine, self[.rip], 0, 0, 0)
      if isUndone {
        isUndone = false
        beforePort.load(engine)
        flushTranslations()
        return .exception(vector: 13, error: 0)
      }
      if let trap = pending {
        guard case .exception(let vector, _) = trap else { return trap }
        let record = context.takeException()
        return record.isSoftware
          ? .interrupt(vector: vector) : .exception(vector: vector, error: record.error)
      }
      switch error {
      case UC_ERR_OK: return .limit
      case UC_ERR_EXCEPTION: return .pageFault(page: missed.page, missed.access)
      case UC_ERR_INSN_INVALID: return invalidOpcode()
      default: return .lost(String(cString: uc_strerror(error)))
      }
    }

    /// Unicorn reports `int 6` like an undefined instruction, with rip before it.
    private func invalidOpcode() -> Trap {
      let record = context.takeException()
      guard record.isSoftware else { return .invalidOpcode }
      self[.rip] = record.next
      return .interrupt(vector: 6)
    }

    func flushTranslations() { flush_tlb(engine) }

    func forgetCode(at addresses: Range<UInt64>) {
      remove_translated(engine, addresses.lowerBound, addresses.upperBound)
    }

    func map(
      _ memory: UnsafeMutableRawBufferPointer, at physical: UInt64
    ) throws(ProcessorError) {
      let all = UInt32(UC_PROT_ALL.rawValue)
      let size = UInt64(memory.count)
      try UnicornProcessor.check(
        uc_mem_map_ptr(engine, physical, size, all, memory.baseAddress), "map memory")
    }

    func makeState() throws(ProcessorError) -> any ProcessorState {
      let state = try UnicornState(engine)
      state.save(engine)
      return state
    }

    func save(into state: any ProcessorState) { (state as? UnicornState)?.save(engine) }

    func load(_ state: any ProcessorState) { (state as? UnicornState)?.load(engine) }

    func setDescriptorTable(_ address: UInt64, limit: UInt32) {
      var table = uc_x86_mmr(selector: 0, base: address, limit: limit, flags: 0)
      uc_reg_write(engine, Int32(UC_X86_REG_GDTR.rawValue), &table)
    }

    func setLocalDescriptorTable(_ address: UInt64, limit: UInt32) {
      // The flags say present, and the type is LDT.
      var table = uc_x86_mmr(selector: 8, base: address, limit: limit, flags: 0x8200)
      uc_reg_write(engine, Int32(UC_X86_REG_LDTR.rawValue), &table)
    }

    func leaveRing0(
      at address: UInt64, kernelFrame: UInt64, userFrame: UInt64?
    ) throws(ProcessorError) {
      let first = try makeState()
      let start = context.saved()
      var user: [UInt8]?
      if let userFrame {
        user = try halted(address, userFrame)
        load(first)
      }
      let kernel = try halted(address, kernelFrame)
      if let user { context.learnRings(kernel: kernel, user: user) }
      try learnExceptions(address, start, kernel)
      self[.rax] = 0
    }

    func enterRing(ofKernel: Bool) { context.enterRing(ofKernel: ofKernel) }

    /// The saved state after an iret from ring 0 to a hlt, which faults in another ring.
    private func halted(_ address: UInt64, _ frame: UInt64) throws(ProcessorError) -> [UInt8] {
      self[.rip] = address
      self[.rsp] = frame
      guard run(until: .max) == .exception(vector: 13, error: 0) else {
        throw ProcessorError("Unicorn: its processor does not leave ring 0")
      }
      return context.saved()
    }

    /// Finds where a saved state has each field of the last exception.
    private func learnExceptions(
      _ address: UInt64, _ start: [UInt8], _ halted: [UInt8]
    ) throws(ProcessorError) {
      let code = EntryCode(is64: is64)
      let vector = try UnicornContext.place(
        ofChange: (Int32(-1), 13), in: (start, halted), "the last exception")
      context.clear(at: vector)
      // The next instruction loads ds from ax, here with a selector of no segment.
      let selector: UInt64 = 0x1233
      self[.rax] = selector
      self[.rip] = address + UInt64(code.loadOffset)
      _ = run(until: .max)
      let loaded = context.saved()
      let error = try UnicornContext.place(
        ofChange: (UInt32?.none, UInt32(selector & ~3)), in: (halted, loaded), "an error code")
      context.clear(at: vector)
      // `int 6`, which sets the record and nothing else.
      self[.rip] = address + UInt64(code.interruptOffset)
      _ = run(until: .max)
      let interrupted = context.saved()
      let isSoftware = try UnicornContext.place(
        ofChange: (UInt32(0), 1), in: (loaded, interrupted), "the kind of an exception")
      let next = try UnicornContext.place(
        ofChange: (UInt64?.none, address + UInt64(code.bytes.count)),
        in: (loaded, interrupted), "the next instruction")
      context.learn(.init(vector: vector, error: error, isSoftware: isSoftware, next: next))
    }

    /// For a register that a processor does not have.
    private static let none = Int32(UC_X86_REG_INVALID.rawValue)

    private static let numbers64: [Int32] = [
      UC_X86_REG_RAX, UC_X86_REG_RCX, UC_X86_REG_RDX, UC_X86_REG_RBX, UC_X86_REG_RSP,
      UC_X86_REG_RBP, UC_X86_REG_RSI, UC_X86_REG_RDI, UC_X86_REG_R8, UC_X86_REG_R9,
      UC_X86_REG_R10, UC_X86_REG_R11, UC_X86_REG_R12, UC_X86_REG_R13, UC_X86_REG_R14,
      UC_X86_REG_R15, UC_X86_REG_RIP, UC_X86_REG_RFLAGS, UC_X86_REG_CS, UC_X86_REG_SS,
      UC_X86_REG_DS, UC_X86_REG_ES, UC_X86_REG_FS, UC_X86_REG_GS, UC_X86_REG_FS_BASE,
      UC_X86_REG_GS_BASE, UC_X86_REG_CR0,
    ].map { Int32($0.rawValue) }

    private static let numbers32: [Int32] =
      [
        UC_X86_REG_EAX, UC_X86_REG_ECX, UC_X86_REG_EDX, UC_X86_REG_EBX, UC_X86_REG_ESP,
        UC_X86_REG_EBP, UC_X86_REG_ESI, UC_X86_REG_EDI,
      ].map { Int32($0.rawValue) } + Array(repeating: none, count: 8)
      + [
        UC_X86_REG_EIP, UC_X86_REG_EFLAGS, UC_X86_REG_CS, UC_X86_REG_SS, UC_X86_REG_DS,
        UC_X86_REG_ES, UC_X86_REG_FS, UC_X86_REG_GS,
      ].map { Int32($0.rawValue) } + [none, none, Int32(UC_X86_REG_CR0.rawValue)]
  }
#endif
