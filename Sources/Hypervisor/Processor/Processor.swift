// SPDX-License-Identifier: Apache-2.0

/// The kind of a memory access.
enum Access: UInt8, Sendable { case read, write, fetch }

/// The reason why a processor stopped. Unless noted, registers are as before the instruction.
enum Trap: Equatable {
  /// `syscall`; rip is after it.
  case syscall
  /// `sysenter`; rip is after it.
  case sysenter
  /// `int n`; rip is after it.
  case interrupt(vector: Int)
  /// An exception other than a page fault.
  case exception(vector: Int, error: UInt32)
  /// No translation allowed the access to a page. Only the page is known; `FaultAddress` finds the
  /// address.
  case pageFault(page: UInt64, Access)
  case invalidOpcode
  /// The limit was reached; rip is at the start of a block.
  case limit
  /// The engine failed, with its message.
  case lost(String)
}

/// The registers that the hypervisor reads and writes. A 32-bit processor has their lower halves;
/// r8 to r15 and the bases read as 0 there.
enum Register: Int, CaseIterable, Sendable {
  case rax, rcx, rdx, rbx, rsp, rbp, rsi, rdi, r8, r9, r10, r11, r12, r13, r14, r15
  case rip, rflags
  case cs, ss, ds, es, fs, gs
  case fsBase, gsBase
  case cr0

  /// The general registers in the order of their encoding: rax is 0, r15 is 15.
  static let general = Array(allCases.prefix(16))

  /// The register of that name in a 64-bit or 32-bit guest; nil if the guest does not have it.
  func name(in guest: GuestType) -> String? {
    let name = String(describing: self)
    if guest.is64 { return name }
    return name.dropFirst().first?.isNumber ?? true ? nil : "e" + name.dropFirst()
  }
}

/// The physical page of a translation, and whether it may be written to.
struct Translation {
  let physicalPage: UInt64
  let canWrite: Bool
}

/// Walks page tables for a processor.
protocol AddressTranslator: AnyObject {
  /// The translation of a page for an access; nil causes a page fault.
  func translate(_ page: UInt64, _ access: Access) -> Translation?
}

/// Answers instructions that read machine state and do not trap.
protocol MachineState: AnyObject {
  /// The value of the time stamp counter.
  func timeStamp() -> UInt64
  /// The values of eax, ebx, ecx and edx for a CPUID leaf.
  func cpuid(_ leaf: UInt32, _ subleaf: UInt32) -> [UInt32]
}

/// The processor state of a vCPU: registers, segments and floating point.
protocol ProcessorState: AnyObject {}

/// One processor of 64 or 32 bits, outside of ring 0.
protocol Processor: AnyObject {
  subscript(register: Register) -> UInt64 { get set }
  /// Walks the page tables. The processor does not retain it.
  var translator: (any AddressTranslator)? { get set }
  /// Answers rdtsc and cpuid. The processor does not retain it.
  var machine: (any MachineState)? { get set }
  /// The bytes of code executed so far.
  var executed: UInt64 { get }
  /// Makes it stop for good; may be called from a signal handler.
  func interrupt()
  /// Runs until a trap, or until the first block that begins at or after the limit.
  ///
  /// - Parameter limit: the value of `executed` at which to stop.
  func run(until limit: UInt64) -> Trap
  /// Drops all translations of addresses.
  func flushTranslations()
  /// Drops the translated code at those linear addresses.
  func forgetCode(at addresses: Range<UInt64>)
  /// Maps `memory` at a physical address. The caller still owns it.
  func map(_ memory: UnsafeMutableRawBufferPointer, at physical: UInt64) throws(ProcessorError)
  /// A new state object with the current state.
  func makeState() throws(ProcessorError) -> any ProcessorState
  func save(into state: any ProcessorState)
  /// Continues with a saved state. Translations are not part of it.
  func load(_ state: any ProcessorState)
  /// Sets the address of the global descriptor table.
  func setDescriptorTable(_ address: UInt64, limit: UInt32)
  func setLocalDescriptorTable(_ address: UInt64, limit: UInt32)
  /// Goes from ring 0, in which the processor starts, to the ring of the guest's kernel; works only
  /// once.
  ///
  /// - Parameters:
  ///   - address: of `EntryCode`.
  ///   - kernelFrame: the address of a frame for its iret, which returns to its hlt.
  ///   - userFrame: the same for the ring of programs, if that is another one.
  func leaveRing0(
    at address: UInt64, kernelFrame: UInt64, userFrame: UInt64?
  ) throws(ProcessorError)
  /// Goes to the ring of the guest's kernel or of its programs, of which `leaveRing0` knew both
  /// frames. Code and stack segment must be those of the frame of the other ring, and become those
  /// of this one.
  func enterRing(ofKernel: Bool)
}

/// The code by which a processor leaves ring 0, and shows how it reports exceptions: iret, hlt,
/// mov ax to ds, int 6.
struct EntryCode {
  let bytes: [UInt8]
  let haltOffset: Int
  var loadOffset: Int { haltOffset + 1 }
  var interruptOffset: Int { haltOffset + 3 }

  init(is64: Bool) {
    let iret: [UInt8] = is64 ? [0x48, 0xcf] : [0xcf]
    bytes = iret + [0xf4, 0x8e, 0xd8, 0xcd, 0x06]
    haltOffset = iret.count
  }
}

/// The reason why no processor is available.
public struct ProcessorError: Error, CustomStringConvertible, Sendable {
  public let description: String

  init(_ description: String) { self.description = description }
}

enum Processors {
  /// A processor of 64 or 32 bits, without memory.
  static func make(is64: Bool) throws(ProcessorError) -> any Processor {
    #if UNICORN
      return try UnicornProcessor(is64: is64)
    #else
      throw ProcessorError(
        "this pvkit was built without Unicorn 2.1, on which it runs guests: "
          + "`make deps`, then build it again")
    #endif
  }
}
