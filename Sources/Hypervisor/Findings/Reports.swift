// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI

/// What the hypervisor does that makes findings of what happens.
extension Hypervisor {
  /// What was found.
  public var found: [RunFinding] { findings.findings }

  func report(
    _ rule: RunRule, _ message: String, as severity: Severity? = nil,
    at address: UInt64? = nil
  ) {
    let place = address ?? (current == nil ? processor[.rip] : caller())
    if let finding = findings.add(
      rule, severity ?? rule.severity, message, at: place, time: now - Clock.start)
    {
      onFinding(finding)
    }
  }

  /// Who called the hypercall page: a stub has pushed rcx and r11 on top of the way back.
  func caller() -> UInt64 {
    let place = processor[.rip]
    guard let stub = findings.hypercallPage, stub.contains(place) else { return place }
    let quiet = space.onFault
    space.onFault = { _, _, _ in }
    defer { space.onFault = quiet }
    return (try? space.load(processor[.rsp] &+ 16)) ?? place
  }

  /// A page-table change that Xen refuses.
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
    // A guest may ask whether there is a table, and go another way where there is none.
    let severity: Severity? = refusal.cause == .noTable ? .note : nil
    report(rule, "\(what): -\(refusal.error.name): \(reason)", as: severity)
  }

  private func isWritableMapping(_ refusal: PageTableRefusal) -> Bool {
    guard memory.exists(refusal.frame) else { return false }
    let kind = memory.info[Int(refusal.frame)].kind
    return kind == .writable || (kind.level != nil && refusal.error == .busy)
  }

  /// The frame of a page of the domain's, by Xen's own table.
  private func machineFrame(ofPage page: UInt64) -> UInt64? {
    guard page < domain.frameCount else { return nil }
    return (0..<memory.frameCount).first {
      memory.machineToPhysical[Int($0)] == page && types.owns($0)
    }
  }

  /// A root table of user mode that has the kernel's own half.
  func reportExposed(_ root: UInt64) {
    let (user, kernel) = (memory.entries(root), memory.entries(vcpu.kernelRoot))
    let slot = (Numbers.ownSlots.upperBound..<512).first { slot in
      let (entry, own) = (PageTableEntry(user[slot]), PageTableEntry(kernel[slot]))
      return entry.isPresent && own.isPresent && entry.frame == own.frame
    }
    guard let slot else { return }
    report(
      .kernelExposed,
      "slot \(slot) of the user mode's root in frame \(hex(root)) is the kernel's own")
  }

  /// What a front end still has of a device that was closed.
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

  /// A hypercall that failed.
  func reportFailure(_ request: HypercallRequest, _ error: XenError) {
    switch error {
    case .notImplemented:
      report(
        .callMissing,
        "\(CallText(request, interface).words): Xen \(interface.release) does not have it")
    case .fault:
      let detail = lastFault.map { ": \($0)" } ?? ""
      report(.argumentUnreadable, "\(CallText(request, interface).words)\(detail)")
    default: break
    }
    lastFault = nil
  }

  /// An address that a hypercall needs and that is not there.
  func reportFault(_ address: UInt64, write: Bool, _ walk: Walk) {
    lastFault =
      walk.isPresent
      ? "\(hex(address)) is mapped read-only"
      : "\(hex(address)) is not mapped (L\(walk.missingLevel) entry not present)"
  }

  func reportStale(_ use: StaleUse) {
    report(
      .staleTranslation,
      "\(hex(use.page)) is used: its entry changed from \(hex(use.old)) to \(hex(use.new)) "
        + "and was not flushed")
  }

  /// A fault of the guest's own that tells something.
  func reportGuestFault(_ address: UInt64, _ access: Access, _ walk: Walk) {
    if request.isStrict, address & ~0xfff == Self.poisonValue & ~0xfff {
      report(.registerLost, "\(hex(address)) comes from a register that a hypercall destroyed")
    }
    guard access == .write, vcpu.isInKernel, walk.isPresent, types.owns(walk.frame),
      let level = memory.info[Int(walk.frame)].kind.level
    else { return }
    report(
      .pageTableWritable,
      "a write to \(hex(address)), which is an L\(level) page table in frame \(hex(walk.frame))")
  }

  /// An address where kernels have nothing, so that a fault there tells where it came from.
  static let poisonValue: UInt64 = 0x7ead_0bad_0000

  /// Xen may destroy what the arguments were in.
  func poison(_ request: HypercallRequest) {
    let registers: [Register] = [.rdi, .rsi, .rdx, .r10, .r8]
    let used = Hypercall.number(request.number)?.arguments(of: .pv64).count ?? 0
    for (index, register) in registers.prefix(used).enumerated() {
      processor[register] = Self.poisonValue | UInt64(index)
    }
  }
}
