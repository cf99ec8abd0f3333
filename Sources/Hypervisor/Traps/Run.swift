// SPDX-License-Identifier: Apache-2.0

import Base

/// The loop of a domain: a vCPU runs to a trap, Xen does what it asks for and looks for events. vCPUs
/// that have something to do take turns.
extension Hypervisor {
  /// Runs the guest to its end.
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

  /// Nanoseconds for which a guest may work with an event pending and masked.
  private static let longestMask: UInt64 = 100_000_000

  /// When an event that is pending and masked will have been so for too long; reports one that is.
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

  /// Nanoseconds after which another vCPU has its turn.
  private static let slice: UInt64 = 200_000

  /// Whose turn it is; nil when nobody has anything to do.
  private var nextVcpu: Vcpu? {
    // An instruction is under way.
    if pageTableWrite != nil { return vcpu }
    if vcpu.isRunnable, now < sliceEnd { return vcpu }
    let others = vcpus[(vcpu.id + 1)...] + vcpus[..<vcpu.id]
    guard let next = others.first(where: \.isRunnable) ?? (vcpu.isRunnable ? vcpu : nil) else {
      return nil
    }
    sliceEnd = now + Self.slice
    return next
  }

  private func switchTo(_ next: Vcpu) {
    guard next !== vcpu, let mine = vcpu.state, let its = next.state else { return }
    processor.save(into: mine)
    processor.load(its)
    vcpu = next
    space.root = next.root
    space.log = next.log
    dropTranslations()
    updateTime(of: next)
  }

  /// How much may be executed until the run's time is up.
  private var workLimit: UInt64 {
    request.limit > clock.inHypervisor ? request.limit - clock.inHypervisor : 0
  }

  private func handle(_ trap: Trap) {
    if let write = pageTableWrite, !finish(write, after: trap) { return }
    switch trap {
    case .syscall:
      if vcpu.isInKernel { handleHypercall() } else { handleGuestSyscall() }
    case .interrupt(let vector): handleInterrupt(vector)
    case .exception(let vector, let error): handleException(vector, error)
    case .pageFault(let page, let access): handlePageFault(page, access)
    case .invalidOpcode: handleInvalidOpcode()
    case .limit:
      if isStopped { outcome = .interrupted }
    case .lost(let reason): crash("the processor gave up: \(reason)")
    }
  }

  /// Somebody asked for it: nothing was due, and the engine stopped.
  private var isStopped: Bool { processor.executed < stopAt }

  /// Ends the domain as Xen does when it can do no more for it (domain_crash).
  func crash(_ reason: String) {
    guard outcome == nil else { return }
    outcome = .crashed(reason)
    report(
      .domainCrash, "\(reason), at rip \(hex(processor[.rip])), rsp \(hex(processor[.rsp]))")
  }
}
