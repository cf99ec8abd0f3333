// SPDX-License-Identifier: Apache-2.0

import Base

/// The loop of a vCPU: run to a trap, do what it asks for, look for events.
extension Hypervisor {
  /// Runs the guest to its end.
  public func run() -> RunOutcome {
    while outcome == nil {
      expireTimers()
      deliverEvents()
      guard !vcpu.isBlocked else {
        idle()
        continue
      }
      let deadline = nextDeadline ?? .max
      let trap = processor.run(until: min(clock.limit(at: deadline), workLimit))
      handle(trap)
      if outcome == nil, processor.executed >= workLimit { outcome = .limit }
    }
    flushConsole()
    return outcome ?? .limit
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
  private var isStopped: Bool {
    let due = nextDeadline ?? .max
    return processor.executed < min(clock.limit(at: due), workLimit)
  }

  /// Ends the domain as Xen does when it can do no more for it (domain_crash).
  func crash(_ reason: String) {
    guard outcome == nil else { return }
    outcome = .crashed(reason)
    report(
      .domainCrash, "\(reason), at rip \(hex(processor[.rip])), rsp \(hex(processor[.rsp]))")
  }
}
