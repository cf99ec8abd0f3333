// SPDX-License-Identifier: Apache-2.0

/// Delivery of events to vCPUs, and their timers.
extension Vcpu {
  func wake() {
    isBlocked = false
    maskedSince = nil
    ticksInVain = 0
    stopPolling()
  }

  func stopPolling() {
    polled = []
    pollTimeout = nil
  }

  /// The time at which its next timer is due; nil if none is set.
  var nextDeadline: UInt64? {
    let tick = ticksInVain < 2 ? periodic?.next : nil
    return [singleshot, pollTimeout, tick].compactMap { $0 }.filter { $0 < Clock.never }.min()
  }
}

extension Hypervisor {
  /// The upcall mask of the running vCPU.
  var upcallMask: Bool {
    get { vcpu.upcallMask }
    set { vcpu.upcallMask = newValue }
  }

  /// Marks an unmasked port as pending for its vCPU (evtchn_2l_set_pending).
  func markPending(_ port: UInt32, on vcpu: Vcpu) {
    if events.queues == nil { select(port, of: vcpu) }
    vcpu.upcallPending = true
    if vcpu.isBlocked, vcpu.polled.isEmpty || vcpu.polled.contains(port) || !vcpu.upcallMask {
      vcpu.wake()
    }
    if request.trace.contains(.events) {
      let whose = vcpus.count > 1 ? " of vCPU \(vcpu.id)" : ""
      onTrace(findings.line(now: now, "event on port \(port), \(events[port])\(whose)"))
    }
  }

  /// Sets the bit of a port's word of the bitmaps.
  private func select(_ port: UInt32, of vcpu: Vcpu) {
    let place = vcpu.info + numbers.pendingSelector
    if interface.guest.is64 {
      let selector = place.loadUnaligned(as: UInt64.self)
      place.storeBytes(of: selector | 1 << UInt64(port / 64), as: UInt64.self)
    } else {
      let selector = place.loadUnaligned(as: UInt32.self)
      place.storeBytes(of: selector | 1 << (port / 32), as: UInt32.self)
    }
  }

  /// Wakes the vCPUs that poll a port, which may be masked (evtchn_check_pollers).
  func wakePollers(of port: UInt32) {
    for vcpu in vcpus where vcpu.isBlocked && vcpu.polled.contains(port) { vcpu.wake() }
  }

  /// Enters the guest's event handler if an event is pending and not masked.
  func deliverEvents() {
    guard outcome == nil, vcpu.hearsEvent, pageTableWrite == nil else { return }
    if vcpu.isBlocked { vcpu.wake() }
    var handler = vcpu.event
    handler.masksEvents = true
    enterKernel(handler)
  }

  /// The time at which a timer or an action is due next; nil for never.
  var nextDeadline: UInt64? {
    let timers = vcpus.lazy.filter(\.isUp).compactMap(\.nextDeadline).min()
    return [timers, agenda.next].compactMap { $0 }.min()
  }

  func expireTimers() {
    let now = now
    while let action = agenda.take(by: now) {
      action()
      // The action may have changed the store and fired a watch.
      answerStore()
    }
    for vcpu in vcpus where vcpu.isUp { expireTimers(of: vcpu, now) }
  }

  private func expireTimers(of vcpu: Vcpu, _ now: UInt64) {
    if let due = vcpu.singleshot, due <= now {
      vcpu.singleshot = nil
      raiseTimer(of: vcpu)
    }
    if let timer = vcpu.periodic, timer.next <= now {
      let missed = (now - timer.next) / timer.period
      vcpu.periodic = (timer.period, timer.next + (missed + 1) * timer.period)
      raiseTimer(of: vcpu)
    }
    if let timeout = vcpu.pollTimeout, timeout <= now { vcpu.wake() }
  }

  private func raiseTimer(of vcpu: Vcpu) {
    updateTime(of: vcpu)
    let number = UInt32(interface.number("VIRQ_TIMER"))
    if let port = events.port(ofVirq: number, vcpu: UInt32(vcpu.id)) { events.raise(port) }
    if vcpu.isBlocked, vcpu.polled.contains(where: events.isPending) { vcpu.wake() }
  }

  /// Advances the time to the next deadline, because no vCPU can run; ends the run if there is
  /// none.
  func idle() {
    flushConsole()
    guard let deadline = nextDeadline else {
      if vcpus.contains(where: { $0.isUp && $0.upcallPending && $0.upcallMask }) {
        report(.upcallLost, "it waits for ever, with an event pending that it masked")
      }
      outcome = .hung
      return
    }
    let before = now
    clock.skip(to: deadline, executed: processor.executed)
    for vcpu in vcpus where vcpu.isUp {
      if deadline == vcpu.periodic?.next { vcpu.ticksInVain += 1 }
      vcpu.blockedTime += now - before
    }
  }

  /// Initializes shared_info and brings up the first vCPU.
  func prepareSharedInfo() {
    let shared = memory.pointer(domain.sharedInfo)
    for vcpu in 0..<(numbers.early == nil ? 32 : 1) {
      let info = shared + numbers.sharedVcpuInfo + vcpu * vcpuInfoSize
      info.storeBytes(of: 1, toByteOffset: numbers.upcallMask, as: UInt8.self)
    }
    if numbers.early == nil {
      shared.storeBytes(of: 2, toByteOffset: numbers.wallClock.version, as: UInt32.self)
    }
    let seconds = UInt32(Clock.wallClock - Clock.start / 1_000_000_000)
    shared.storeBytes(of: seconds, toByteOffset: numbers.wallClock.seconds, as: UInt32.self)
    vcpu.isInitialised = true
    bringUp(vcpu)
  }

  /// Brings a vCPU online.
  func bringUp(_ vcpu: Vcpu) {
    guard !vcpu.isUp else { return }
    vcpu.isUp = true
    updateTime(of: vcpu)
    // A tick of 10 ms until the guest changes it (vcpu_initialise).
    if vcpu.periodic == nil { vcpu.periodic = (10_000_000, now + 10_000_000) }
  }

  var vcpuInfoSize: Int { interface.structure("vcpu_info")?.size ?? 0 }

  /// Updates the vCPU's time page. The time stamp counter counts nanoseconds, so both values are
  /// equal.
  func updateTime(of vcpu: Vcpu) {
    if let early = numbers.early { return updateEarlyTime(early) }
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
