// SPDX-License-Identifier: Apache-2.0

/// What an instruction does to the memory that it names.
enum Access: UInt8, Sendable { case read, write, fetch }

/// Why a processor stopped. Registers are those at the instruction that did it, but where it is said
/// otherwise.
enum Trap: Equatable {
  /// `syscall`; rip is behind it.
  case syscall
  /// `int n`; rip is behind it.
  case interrupt(vector: Int)
  /// An exception other than a page fault.
  case exception(vector: Int, error: UInt32)
  /// No translation for the page of that address allowed the access. A page's address only: which byte
  /// is asked for is the instruction's to tell (`MemoryOperand`).
  case pageFault(page: UInt64, Access)
  case invalidOpcode
  /// As much was executed as was asked for; rip is at the start of a block.
  case limit
  /// The engine gave up, and why.
  case lost(String)
}

/// The registers that a hypervisor reads and writes.
enum Register: Int, CaseIterable, Sendable {
  case rax, rcx, rdx, rbx, rsp, rbp, rsi, rdi, r8, r9, r10, r11, r12, r13, r14, r15
  case rip, rflags
  case cs, ss, ds, es, fs, gs
  case fsBase, gsBase
  case cr0

  /// By their encoding in instructions: rax is 0, r15 is 15.
  static let general = Array(allCases.prefix(16))
}

/// Where a page lies in the processor's physical memory, and what may be done there.
struct Translation {
  let physicalPage: UInt64
  let canWrite: Bool
}

/// Walks page tables for a processor.
protocol AddressTranslator: AnyObject {
  /// The page of that address for that access; nil makes it a page fault.
  func translate(_ page: UInt64, _ access: Access) -> Translation?
}

/// Answers the instructions that a processor executes without a trap and that tell of the machine.
protocol MachineState: AnyObject {
  /// The time stamp counter.
  func timeStamp() -> UInt64
  /// eax, ebx, ecx and edx of a leaf.
  func cpuid(_ leaf: UInt32, _ subleaf: UInt32) -> [UInt32]
}

/// All that a virtual processor has of its own in a processor: registers, segments, floating point.
protocol ProcessorState: AnyObject {}

/// One x86_64 processor outside of ring 0.
protocol Processor: AnyObject {
  subscript(register: Register) -> UInt64 { get set }
  /// What walks the page tables. Kept by the one who sets it.
  var translator: (any AddressTranslator)? { get set }
  /// What answers rdtsc and cpuid. Kept by the one who sets it.
  var machine: (any MachineState)? { get set }
  /// Bytes of code executed so far.
  var executed: UInt64 { get }
  /// Whether somebody wants it to stop for good; may be set from a signal handler.
  func interrupt()
  /// Runs until something has to be done; no further than the first block that begins when `executed`
  /// has come to the limit.
  func run(until limit: UInt64) -> Trap
  /// Forgets every translation of an address.
  func flushTranslations()
  /// Forgets what was made of the code at those linear addresses.
  func forgetCode(at addresses: Range<UInt64>)
  /// Makes `memory` the physical memory from that address on; it stays the owner's.
  func map(_ memory: UnsafeMutableRawBufferPointer, at physical: UInt64) throws(ProcessorError)
  /// Room for a state, which holds that of now.
  func makeState() throws(ProcessorError) -> any ProcessorState
  func save(into state: any ProcessorState)
  /// Goes on with what was saved; translations are not part of it.
  func load(_ state: any ProcessorState)
  /// Makes a linear address the start of the descriptor table.
  func setDescriptorTable(_ address: UInt64, limit: UInt32)
  func setLocalDescriptorTable(_ address: UInt64, limit: UInt32)
  /// Goes from ring 0, in which it begins, to ring 3 at that address; works once.
  func enterRing3(
    at address: UInt64, stack: UInt64, code: UInt64, data: UInt64
  ) throws(ProcessorError)
}

/// Why there is no processor to run a guest on.
public struct ProcessorError: Error, CustomStringConvertible, Sendable {
  public let description: String

  init(_ description: String) { self.description = description }
}

/// Makes processors.
enum Processors {
  /// A processor with nothing in its memory.
  static func make() throws(ProcessorError) -> any Processor {
    #if UNICORN
      return try UnicornProcessor()
    #else
      throw ProcessorError(
        "this pvkit was built without Unicorn 2.1, on which it runs guests: "
          + "`make packages`, then build it again")
    #endif
  }
}
