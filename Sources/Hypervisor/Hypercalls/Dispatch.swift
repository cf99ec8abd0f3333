// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Dispatches hypercalls: from the trap to the handler and back.
extension Hypervisor {
  /// Handles `syscall` or `int $0x82` from the guest's kernel.
  func handleHypercall() {
    let number = Int(truncatingIfNeeded: processor[.rax] & 0xffff_ffff)
    var arguments = SIMD8<UInt64>()
    for (index, register) in interface.guest.argumentRegisters.enumerated() {
      arguments[index] = processor[register]
    }
    let request = HypercallRequest(
      number: number, arguments: calls.joined(arguments, of: number))
    clock.spend(Self.callTime)
    let place = processor[.rip]
    hasReturned = false
    let result = call(request)
    guard outcome == nil else { return }
    if hasReturned {
      if let result { processor[.rax] = UInt64(bitPattern: result) }
      return
    }
    processor[.rax] = UInt64(bitPattern: result ?? 0)
    if processor[.rip] == place, interface.guest.is64 {
      // syscall itself overwrites these registers.
      processor[.rcx] = place
      processor[.r11] = processor[.rflags]
    }
    if request.isStrictlyPoisoned(self) { poison(request) }
  }

  /// Nanoseconds of a hypercall beside its own work.
  private static let callTime: UInt64 = 200

  /// Makes the hypercall.
  ///
  /// - Returns: its result; nil if the guest continues elsewhere.
  func call(_ request: HypercallRequest) -> Int64? {
    current = request
    defer { current = nil }
    coverage.count(request)
    guard calls.handlers.indices.contains(request.number),
      let handler = calls.handlers[request.number]
    else {
      return finish(request, .failure(.notImplemented))
    }
    do throws(XenError) {
      let result = try handler(self)(request)
      if request.number == Hypercall.iretNumber {
        hasReturned = true
        return nil
      }
      return finish(request, .success(result))
    } catch {
      return finish(request, .failure(error))
    }
  }

  private func finish(_ request: HypercallRequest, _ result: Result<Int64, XenError>) -> Int64 {
    if request.trace.contains(.hypercalls) { traceCall(request, result) }
    switch result {
    case .success(let value): return value
    case .failure(let error):
      reportFailure(request, error)
      return error.result
    }
  }

  private func traceCall(_ request: HypercallRequest, _ result: Result<Int64, XenError>) {
    guard self.request.trace.contains(.hypercalls) else { return }
    let text =
      switch result {
      case .success(let value): String(value)
      case .failure(let error): "-" + error.name
      }
    onTrace(findings.line(now, CallText(request, interface).words + " = " + text, caller()))
  }

  /// Makes a list of calls (do_multicall, xen/common/multicall.c@4.17).
  func multicall(_ call: HypercallRequest) throws(XenError) -> Int64 {
    let layout = numbers.multicall
    defer { current = call }
    for index in 0..<call.narrow(1) {
      let entry = call[0] &+ index * UInt64(layout.size)
      let request = try batchedCall(at: entry)
      // One in another one is refused.
      let isNested = Hypercall.number(request.number)?.name == "multicall"
      // The result of an iret is the register that it restored.
      let result =
        isNested
        ? XenError.invalid.result
        : self.call(request) ?? Int64(bitPattern: processor[.rax])
      guard outcome == nil else { return 0 }
      let place = entry &+ UInt64(layout.result)
      if hasReturned, interface.release >= Self.endsAtIret {
        try? space.store(word: UInt64(bitPattern: result), at: place)
        return result
      }
      try space.store(word: UInt64(bitPattern: result), at: place)
      clock.spend(Self.callTime / 4)
    }
    return 0
  }

  /// The first release in which an iret ends the list; before, the calls after it were made from
  /// where it went to (mc_exit, xen/include/xen/multicall.h@4.9).
  private static let endsAtIret = XenRelease(4, 9)

  /// The call of an entry of a multicall.
  private func batchedCall(at entry: UInt64) throws(XenError) -> HypercallRequest {
    let layout = numbers.multicall
    let bytes = try space.read(layout.size, at: entry)
    let size = interface.guest.wordSize
    func word(_ offset: Int) -> UInt64 {
      bytes[offset..<offset + size].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    var arguments = SIMD8<UInt64>()
    for index in 0..<6 { arguments[index] = word(layout.args + index * size) }
    let number = Int(truncatingIfNeeded: min(word(layout.op), 1 << 31))
    return HypercallRequest(
      number: number, arguments: calls.joined(arguments, of: number), isBatched: true)
  }
}

extension HypercallRequest {
  fileprivate var trace: Set<TraceTopic> { [.hypercalls] }

  fileprivate func isStrictlyPoisoned(_ hypervisor: Hypervisor) -> Bool {
    hypervisor.request.isStrict && hypervisor.outcome == nil
  }
}
