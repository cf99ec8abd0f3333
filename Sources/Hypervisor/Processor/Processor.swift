// SPDX-License-Identifier: Apache-2.0

/// The kind of a memory access.
enum Access: UInt8, Sendable { case read, write, fetch }

/// The reason why a processor stopped. Unless noted, registers are as before the instruction.
enum Trap: Equatable {
  /// `syscall`; rip is after it.
  case syscall
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

/// The registers that the hypervisor reads and writes.
enum Register: Int, CaseIterable, Sendable {
  case rax, rcx, rdx, rbx, rsp, rbp, rsi, rdi, r8, r9, r10, r11, r12, r13, r14, r15
  case rip, rflags
  case cs, ss, ds, es, fs, gs
  case fsBase, gsBase
  case cr0

  /// The general registers in the order of their encoding: rax is 0, r15 is 15.
  static let general = Array(allCases.prefix(16))
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

/// One x86_64 processor, outside of ring 0.
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
  /// Goes from ring 0, in which the processor starts, to ring 3; works only once.
  ///
  /// - Parameters:
  ///   - address: of `EntryCode`.
  ///   - stack: of a frame for its iretq, which returns to its hlt.
  func enterRing3(
    at address: UInt64, stack: UInt64
  ) throws(ProcessorError)
}

/// The code by which a processor enters ring 3, and shows how it reports exceptions: iretq, hlt,
/// mov ax to ds, int 6.
enum EntryCode {
  static let bytes: [UInt8] = [0x48, 0xcf, 0xf4, 0x8e, 0xd8, 0xcd, 0x06]
  static let haltOffset = 2, loadOffset = 3, interruptOffset = 5
}

/// The reason why no processor is available.
public struct ProcessorError: Error, CustomStringConvertible, Sendable {
  public let description: String

  init(_ description: String) { self.description = description }
}

enum Processors {
  /// A processor without memory.
  static func make() throws(ProcessorError) -> any Processor {
    #if UNICORN
      return try UnicornProcessor()
    #else
      throw ProcessorError(
        "this pvkit was built without Unicorn 2.1, on which it runs guests: "
          + "`make deps`, then build it again")
    #endif
  }
}
