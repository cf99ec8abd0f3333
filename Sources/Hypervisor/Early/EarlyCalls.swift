// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI

/// The other hypercalls of Xen 2.0 that later releases have in another form.
extension Hypervisor {
  /// A selector of the guest's own code: not that of ring 0 (VALID_CODESEL, asm-x86/processor.h@2.0.6).
  private func checkCode(_ selector: UInt64) throws(XenError) {
    if selector & 3 == 0 { throw .notPermitted }
  }

  func earlySetTrapTable(_ call: HypercallRequest) throws(XenError) -> Int64 {
    var at = call[0]
    for _ in 0...vcpu.traps.count {
      let entry = try argument("trap_info", at: at)
      guard entry["address"] != 0 else { return 0 }
      try checkCode(entry["cs"])
      vcpu.traps[Int(entry["vector"] & 0xff)] = Vcpu.TrapHandler(entry, interface.guest)
      at &+= UInt64(entry.places.size)
    }
    return 0
  }

  func earlySetCallbacks(_ call: HypercallRequest) throws(XenError) -> Int64 {
    try checkCode(call[0])
    try checkCode(call[2])
    return try setCallbacks(call)
  }

  func earlyStackSwitch(_ call: HypercallRequest) throws(XenError) -> Int64 {
    try checkCode(call[0])
    return try stackSwitch(call)
  }

  /// Its table contains Xen's own entries.
  func earlySetGdt(_ call: HypercallRequest) throws(XenError) -> Int64 {
    let entries = call.narrow(1)
    guard entries > interface.number("LAST_RESERVED_GDT_ENTRY"), entries <= 8192 else {
      throw .invalid
    }
    var frames: [UInt64] = []
    for index in 0..<(entries + 511) / 512 { frames.append(try space.word(call[0] &+ index * 4)) }
    try setDescriptors(frames, entries, of: vcpu)
    return 0
  }

  /// It gets the words of a descriptor as two arguments.
  func earlyUpdateDescriptor(_ call: HypercallRequest) throws(XenError) -> Int64 {
    var arguments = call.arguments
    arguments[1] = call.narrow(1) | call.narrow(2) << 32
    return try updateDescriptor(HypercallRequest(number: call.number, arguments: arguments))
  }

  func earlyFpuTaskswitch(_ call: HypercallRequest) throws(XenError) -> Int64 {
    setTaskSwitched(true)
    return 0
  }

  /// A vector that the processor delivers without Xen; here Xen does it.
  func earlySetFastTrap(_ call: HypercallRequest) throws(XenError) -> Int64 {
    let vector = call.narrow(0)
    guard vector == 0 || vcpu.traps.indices.contains(Int(vector)) else { throw .invalid }
    return 0
  }

  func earlyDom0Op(_ call: HypercallRequest) throws(XenError) -> Int64 {
    throw domain.isPrivileged ? .accessDenied : .notPermitted
  }

  func earlyXenVersion(_ call: HypercallRequest) throws(XenError) -> Int64 {
    guard call.narrow(0) == 0 else { throw .notImplemented }
    return Int64(Capabilities(interface: interface).version)
  }

  func earlySetTimerOp(_ call: HypercallRequest) throws(XenError) -> Int64 {
    let timeout = call.narrow(0) << 32 | call.narrow(1)
    vcpu.singleshot = timeout == 0 ? nil : timeout
    return 0
  }

  /// The command and the reason of a shutdown are one number.
  func earlySchedOp(_ call: HypercallRequest) throws(XenError) -> Int64 {
    var arguments = SIMD8<UInt64>()
    arguments[0] = call[0] & interface.number("SCHEDOP_cmdmask")
    arguments[1] = call[0] >> interface.number("SCHEDOP_reasonshift") & 0xff
    return try schedOpCompat(HypercallRequest(number: call.number, arguments: arguments))
  }

  /// It returns the number of bytes, a page without one at most.
  func earlyConsoleIo(_ call: HypercallRequest) throws(XenError) -> Int64 {
    guard call.narrow(0) == interface.number("CONSOLEIO_write"), domain.isPrivileged else {
      return try consoleIo(call)
    }
    var arguments = call.arguments
    arguments[1] = min(call.narrow(1), UInt64(MachineMemory.pageSize - 1))
    _ = try consoleIo(HypercallRequest(number: call.number, arguments: arguments))
    return Int64(arguments[1])
  }
}
