// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI

/// Turns events of a run into findings.
extension Hypervisor {
  /// The findings so far.
  public var found: [RunFinding] { findings.findings }

  func report(
    _ rule: RunRule, _ message: String, as severity: Severity? = nil,
    at address: UInt64? = nil
  ) {
    // A call is reported at the address to which it returns.
    let isReturn = address != nil || current != nil
    let place = address ?? (isReturn ? caller() : processor[.rip])
    if let finding = findings.add(
      rule, severity ?? rule.severity, message, at: place, isReturn: isReturn,
      time: now - Clock.start)
    {
      onFinding(finding)
    }
  }

  /// The address that called the hypercall page. The stub of a 64-bit guest has pushed rcx and r11
  /// on top of the return address.
  func caller() -> UInt64 {
    let place = processor[.rip]
    guard let stub = findings.hypercallPage, stub.contains(place) else { return place }
    return space.peek(processor[.rsp] &+ (interface.guest.is64 ? 16 : 0)) ?? place
  }

  /// Reports a page-table change that Xen refuses.
  func reportRefusal(_ refusal: PageTableRefusal, _ what: String) {
    var rule = RunRule.pageTableRefused
    var reason = refusal.reason
    switch refusal.cause {
    case .pin: rule = .pinState
    case .type where isWritableMapping(refusal): rule = .pageTableWritable
    case .noFrame, .foreign:
      if let frame = machineFrame(ofPage: refusal.frame) {
        rule = .frameNumber
        reason += "; as a page number of the domain's it would be machine frame \(hex(frame))"
      }
    default: break
    }
    if request.trace.contains(.pagetables) {
      onTrace(findings.line(now, "refused: \(what): \(reason)", caller()))
    }
    // A guest may probe for a table and take another path if there is none.
    let severity: Severity? = refusal.cause == .noTable ? .note : nil
    // Xen 2.0 has one error for all of them.
    let error = numbers.early == nil ? refusal.error : XenError.invalid
    report(rule, "\(what): -\(error.name): \(reason)", as: severity)
  }

  private func isWritableMapping(_ refusal: PageTableRefusal) -> Bool {
    guard memory.exists(refusal.frame) else { return false }
    let kind = memory.info[Int(refusal.frame)].kind
    return kind == .writable || (kind.level != nil && refusal.error == .busy)
  }

  /// The machine frame of a page of the domain, by Xen's own table.
  private func machineFrame(ofPage page: UInt64) -> UInt64? {
    guard page < domain.frameCount else { return nil }
    return (0..<memory.frameCount).first {
      memory.machineToPhysical[Int($0)] == page && types.owns($0)
    }
  }

  /// Reports a root table of user mode that contains an entry of the kernel's half.
  func reportExposed(_ root: UInt64) {
    let (user, kernel) = (memory.entries(root), memory.entries(vcpu.kernelRoot))
    let own = space.format.ownSlots(space.format.root)
    let slot = (own.upperBound..<space.format.entryCount).first { slot in
      let (entry, own) = (PageTableEntry(user[slot]), PageTableEntry(kernel[slot]))
      return entry.isPresent && own.isPresent && entry.frame == own.frame
    }
    guard let slot else { return }
    report(
      .kernelExposed,
      "slot \(slot) of the user mode's root in frame \(hex(root)) is the kernel's own")
  }

  /// Reports grants and ports that a front end still has after its device was closed.
  func reportLeftBehind(_ device: BackendDevice) {
    guard device.wasClosed else { return }
    let grants = device.used.filter(grants.isGranted).sorted().map(String.init)
    let ports = device.knownPorts.filter { events[$0] == .unbound(remote: BackendDevice.domain) }
      .map(String.init)
    guard !grants.isEmpty || !ports.isEmpty else { return }
    let kinds = [("grants", grants), ("ports", ports)].filter { !$0.1.isEmpty }
    report(
      .leftBehind,
      "\(device.kind) \(device.number) was closed and leaves "
        + kinds.map { "\($0.0) \($0.1.joined(separator: ", "))" }.joined(separator: " and "),
      at: device.place ?? storePlace)
  }

  /// Reports a hypercall that failed.
  func reportFailure(_ request: HypercallRequest, _ error: XenError) {
    switch error {
    case .notImplemented:
      let fact = isLeftOut(request) ? "has it, but it is not played here" : "does not have it"
      report(
        .callMissing, "\(CallText(request, interface).words): Xen \(interface.release) \(fact)")
    case .fault:
      let detail = lastFault.map { ": \($0)" } ?? ""
      report(.argumentUnreadable, "\(CallText(request, interface).words)\(detail)")
    default: break
    }
    lastFault = nil
  }

  /// Whether the release has a hypercall or command that the hypervisor played here lacks.
  private func isLeftOut(_ request: HypercallRequest) -> Bool {
    guard numbers.early == nil, let call = Hypercall.number(request.number),
      call.name(in: interface.release) != nil
    else { return false }
    guard calls.handlers[request.number] != nil else {
      return call.handlers[interface.guest.caller] != .none
    }
    guard let group = call.commands, call.arguments.first?.type.hasSuffix("*") == false,
      let command = group.constant(Int(request.narrow(0)), in: interface.release)
    else { return false }
    return !Commands.names.contains(command.name) && Commands.lists.contains(request.number)
  }

  /// Records an address that a hypercall could not access.
  func reportFault(_ address: UInt64, write: Bool, _ walk: PageTableWalk) {
    lastFault =
      walk.isPresent
      ? "\(hex(address)) is mapped read-only"
      : "\(hex(address)) is not mapped (L\(walk.missingLevel) entry not present)"
  }

  func reportStale(_ use: StaleUse) {
    let what =
      switch use.access {
      case nil: "used"
      case .read: "read, as only its old entry permits"
      case .write: "written, as only its old entry permits"
      case .fetch: "executed, as only its old entry permits"
      }
    report(
      .staleTranslation,
      "\(hex(use.page)) is \(what): it changed from \(hex(use.old)) to \(hex(use.new)) "
        + "and was not flushed")
  }

  /// Reports a fault of the guest that shows a mistake.
  func reportGuestFault(_ address: UInt64, _ access: Access, _ walk: PageTableWalk) {
    if request.isStrict, address & ~0xfff == interface.guest.poison & ~0xfff {
      report(.registerLost, "\(hex(address)) comes from a register that a hypercall destroyed")
    }
    guard access == .write, vcpu.isInKernel, walk.isPresent, types.owns(walk.frame),
      let level = memory.info[Int(walk.frame)].kind.level
    else { return }
    report(
      .pageTableWritable,
      "a write to \(hex(address)), which is an L\(level) page table in frame \(hex(walk.frame))")
  }

  /// Overwrites the argument registers, as Xen may do.
  func poison(_ request: HypercallRequest) {
    let guest = interface.guest
    let used = Hypercall.number(request.number)?.arguments(of: guest.caller).count ?? 0
    for (index, register) in guest.argumentRegisters.prefix(used).enumerated() {
      processor[register] = guest.poison | UInt64(index)
    }
  }
}
