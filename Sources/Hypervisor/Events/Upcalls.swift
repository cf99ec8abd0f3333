// SPDX-License-Identifier: Apache-2.0

/// Events that a vCPU is told of, and the times at which some are due.
extension Hypervisor {
  var upcallPending: Bool {
    get { vcpu.info.load(fromByteOffset: numbers.upcallPending, as: UInt8.self) != 0 }
    set {
      vcpu.info.storeBytes(
        of: newValue ? 1 : 0, toByteOffset: numbers.upcallPending, as: UInt8.self)
    }
  }

  var upcallMask: Bool {
    get { vcpu.info.load(fromByteOffset: numbers.upcallMask, as: UInt8.self) != 0 }
    set {
      vcpu.info.storeBytes(of: newValue ? 1 : 0, toByteOffset: numbers.upcallMask, as: UInt8.self)
    }
  }

  /// A port that is not masked became pending (evtchn_2l_set_pending).
  func markPending(_ port: UInt32) {
    let place = vcpu.info + numbers.pendingSelector
    let selector = place.loadUnaligned(as: UInt64.self)
    place.storeBytes(of: selector | 1 << UInt64(port / 64), as: UInt64.self)
    upcallPending = true
    if vcpu.isBlocked, vcpu.polled.isEmpty || vcpu.polled.contains(port) || !upcallMask { wake() }
    if request.trace.contains(.events) {
      onTrace(findings.line(now: now, "event on port \(port), \(events[port])"))
    }
  }

  private func wake() {
    vcpu.isBlocked = false
    vcpu.ticksInVain = 0
    stopPolling()
  }

  /// Lets the guest's handler run, if there is something to tell and it is willing to hear.
  func deliverEvents() {
    guard outcome == nil, upcallPending, !upcallMask, vcpu.event.address != 0,
      pageTableWrite == nil
    else { return }
    if vcpu.isBlocked { wake() }
    enterKernel(at: vcpu.event.address, masksEvents: true)
  }

  /// When something is due next.
  var nextDeadline: UInt64? {
    let tick = vcpu.ticksInVain < 2 ? vcpu.periodic?.next : nil
    let times = [vcpu.singleshot, vcpu.pollTimeout, tick].compactMap { $0 }
    return times.filter { $0 < Clock.never }.min()
  }

  func expireTimers() {
    let now = now
    if let due = vcpu.singleshot, due <= now {
      vcpu.singleshot = nil
      raiseTimer()
    }
    if let timer = vcpu.periodic, timer.next <= now {
      let missed = (now - timer.next) / timer.period
      vcpu.periodic = (timer.period, timer.next + (missed + 1) * timer.period)
      raiseTimer()
    }
    if let timeout = vcpu.pollTimeout, timeout <= now { wake() }
  }

  private func raiseTimer() {
    updateTime()
    let number = UInt32(interface.number("VIRQ_TIMER"))
    if let port = events.port(ofVirq: number, vcpu: 0) { events.raise(port) }
    if vcpu.isBlocked, vcpu.polled.contains(where: events.isPending) { wake() }
  }

  /// Nothing to do: time passes at once until something is due.
  func idle() {
    flushConsole()
    guard let deadline = nextDeadline else {
      if upcallPending, upcallMask {
        report(.upcallLost, "it waits for ever, with an event pending that it masked")
      }
      outcome = .hung
      return
    }
    if deadline == vcpu.periodic?.next { vcpu.ticksInVain += 1 }
    let before = now
    clock.skip(to: deadline, executed: processor.executed)
    vcpu.blockedTime += now - before
  }

  /// The page that a guest shares, as it is at the start.
  func prepareSharedInfo() {
    let shared = memory.pointer(domain.sharedInfo)
    for vcpu in 0..<32 {
      let info = shared + numbers.sharedVcpuInfo + vcpu * vcpuInfoSize
      info.storeBytes(of: 1, toByteOffset: numbers.upcallMask, as: UInt8.self)
    }
    shared.storeBytes(of: 2, toByteOffset: numbers.wallClock.version, as: UInt32.self)
    let seconds = UInt32(Clock.wallClock - Clock.start / 1_000_000_000)
    shared.storeBytes(of: seconds, toByteOffset: numbers.wallClock.seconds, as: UInt32.self)
    updateTime()
    // A tick of 10 ms until the guest says otherwise (vcpu_initialise).
    vcpu.periodic = (10_000_000, now + 10_000_000)
  }

  private var vcpuInfoSize: Int { interface.knownStructure("vcpu_info").size }

  /// The time stamp counter counts nanoseconds, so that the two are the same number.
  func updateTime() {
    let info = vcpu.info
    let time = numbers.time
    let version = info.loadUnaligned(fromByteOffset: time.version, as: UInt32.self)
    let now = now
    info.storeBytes(of: now, toByteOffset: time.stamp, as: UInt64.self)
    info.storeBytes(of: now, toByteOffset: time.systemTime, as: UInt64.self)
    // (ticks << 1) * 2^31 / 2^32
    info.storeBytes(of: 1 << 31, toByteOffset: time.multiplier, as: UInt32.self)
    info.storeBytes(of: 1, toByteOffset: time.shift, as: Int8.self)
    info.storeBytes(of: version &+ 2, toByteOffset: time.version, as: UInt32.self)
  }
}
