// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI

/// The main loop of a domain: a vCPU runs to a trap, Xen handles it and delivers events. vCPUs that
/// can run take turns.
extension Hypervisor {
  /// Runs the guest until it ends.
  public func run() -> RunOutcome {
    while outcome == nil {
      expireTimers()
      guard let next = nextVcpu else {
        idle()
        continue
      }
      switchTo(next)
      deliverEvents()
      guard outcome == nil else { break }
      let isAlone = !vcpus.contains { $0 !== vcpu && $0.isRunnable }
      let deadline = [nextDeadline ?? .max, isAlone ? .max : sliceEnd, maskDeadline].min() ?? .max
      stopAt = min(clock.limit(at: deadline), workLimit)
      handle(processor.run(until: stopAt))
      if outcome == nil, processor.executed >= workLimit { outcome = .limit }
    }
    flushConsole()
    if case .shutdown = outcome { devices.forEach(reportLeftBehind) }
    return outcome ?? .limit
  }

  /// Nanoseconds for which a guest may work while an event is pending and masked.
  private static let longestMask: UInt64 = 100_000_000

  /// The time at which a pending and masked event exceeds that limit; reports one that has.
  private var maskDeadline: UInt64 {
    guard vcpu.upcallPending, vcpu.upcallMask, vcpu.event.address != 0 else {
      vcpu.maskedSince = nil
      return .max
    }
    let since = vcpu.maskedSince ?? now
    vcpu.maskedSince = since
    guard now >= since + Self.longestMask else { return since + Self.longestMask }
    report(
      .eventsMasked, "an event is pending, and has been masked for \((now - since) / 1_000_000) ms")
    vcpu.maskedSince = now
    return now + Self.longestMask
  }

  /// Nanoseconds after which another vCPU gets its turn.
  private static let slice: UInt64 = 200_000

  /// The vCPU that runs next; nil if none can run.
  private var nextVcpu: Vcpu? {
    // The instruction must be finished first.
    if pageTableWrite != nil { return vcpu }
    if vcpu.isRunnable, now < sliceEnd { return vcpu }
    let others = vcpus[(vcpu.id + 1)...] + vcpus[..<vcpu.id]
    guard let next = others.first(where: \.isRunnable) ?? (vcpu.isRunnable ? vcpu : nil) else {
      return nil
    }
    sliceEnd = now + Self.slice
    return next
  }

  /// Makes another vCPU the running one.
  func switchTo(_ next: Vcpu) {
    guard next !== vcpu, let mine = vcpu.state, let its = next.state else { return }
    processor.save(into: mine)
    processor.load(its)
    vcpu = next
    useTables()
    space.log = next.log
    dropTranslations()
    updateTime(of: next)
  }

  /// The number of executed bytes at which the run's time limit is reached.
  private var workLimit: UInt64 {
    request.limit > clock.inHypervisor ? request.limit - clock.inHypervisor : 0
  }

  private func handle(_ trap: Trap) {
    // The kernel of a 32-bit guest may go to ring 3 by an iret of its own.
    if !interface.guest.is64 { vcpu.isInKernel = !isInUserRing }
    if let write = pageTableWrite, !finish(write, after: trap) { return }
    switch trap {
    case .syscall:
      // The instruction itself loads them.
      setCodeSegment(numbers.kernelCode)
      setStackSegment(numbers.kernelStack)
      if vcpu.isInKernel { handleHypercall() } else { handleGuestSyscall() }
    case .sysenter: handleSysenter()
    case .interrupt(let vector):
      if isHypercall(vector) { handleHypercall() } else { handleInterrupt(vector) }
    case .exception(let vector, let error): handleException(vector, error)
    case .pageFault(let page, let access): handlePageFault(page, access)
    case .invalidOpcode: handleInvalidOpcode()
    case .limit:
      if isStopped { outcome = .interrupted }
    case .lost(let reason): crash("the processor gave up: \(reason)")
    }
  }

  /// Whether the processor is in ring 3, and the kernel of the guest would not be.
  var isInUserRing: Bool { !interface.guest.is64 && processor[.cs] & 3 == 3 }

  /// Whether `int n` is how the kernel of a 32-bit guest makes a hypercall.
  private func isHypercall(_ vector: Int) -> Bool {
    !interface.guest.is64 && vcpu.isInKernel && vector == Int(TrapInstruction.int82.bytes[1])
  }

  /// Whether the run was interrupted, because the engine stopped before its limit.
  private var isStopped: Bool { processor.executed < stopAt }

  /// Crashes the domain, as Xen does when it cannot continue it (domain_crash).
  func crash(_ reason: String) {
    guard outcome == nil else { return }
    outcome = .crashed(reason)
    report(
      .domainCrash, "\(reason), at rip \(hex(processor[.rip])), rsp \(hex(processor[.rsp]))")
  }
}
