// SPDX-License-Identifier: Apache-2.0

enum CallbackCommand: String, CaseIterable, Sendable {
  case register = "CALLBACKOP_register"
  case unregister = "CALLBACKOP_unregister"
}

enum NmiCommand: String, CaseIterable, Sendable {
  case register = "XENNMI_register_callback"
  case unregister = "XENNMI_unregister_callback"
}

extension Hypervisor {
  func callbackOp(_ call: HypercallRequest) throws(XenError) -> Int64 {
    switch calls.commands.callback[call[0]] {
    case .register:
      let request = try argument("callback_register", at: call[1])
      let address = request[interface.guest.is64 ? "address" : "address.eip"]
      guard space.format.isAddress(address) else { throw .invalid }
      let masks = request["flags"] & interface.number("CALLBACKF_mask_events") != 0
      let selector = interface.guest.kernelSelector(request["address.cs"])
      try set(
        request["type"], .init(address: address, selector: selector, masksEvents: masks))
    case .unregister:
      let request = try argument("callback_unregister", at: call[1])
      // A 32-bit guest keeps what it has for programs, too.
      let required =
        ["CALLBACKTYPE_event", "CALLBACKTYPE_failsafe"]
        + (interface.guest.is64
          ? ["CALLBACKTYPE_syscall"] : ["CALLBACKTYPE_syscall32", "CALLBACKTYPE_sysenter"])
      if required.contains(where: { interface.numberIfNamed($0) == request["type"] }) {
        throw .invalid
      }
      try set(request["type"], .init())
    // As the hypervisor's interface for 32-bit guests has it.
    case nil: throw interface.guest.is64 ? .notImplemented : .invalid
    }
    return 0
  }

  private func set(_ type: UInt64, _ callback: Vcpu.Callback) throws(XenError) {
    switch type {
    case interface.numberIfNamed("CALLBACKTYPE_event"): vcpu.event = callback
    case interface.numberIfNamed("CALLBACKTYPE_failsafe"): vcpu.failsafe = callback
    case interface.numberIfNamed("CALLBACKTYPE_syscall") where interface.guest.is64:
      vcpu.syscall = callback
    case interface.numberIfNamed("CALLBACKTYPE_syscall32"): vcpu.syscall32 = callback
    case interface.numberIfNamed("CALLBACKTYPE_sysenter"),
      interface.numberIfNamed("CALLBACKTYPE_sysenter_deprecated"):
      vcpu.sysenter = callback
    case interface.numberIfNamed("CALLBACKTYPE_nmi"): vcpu.nmi = callback
    default: throw .notImplemented
    }
  }

  func nmiOp(_ call: HypercallRequest) throws(XenError) -> Int64 {
    switch calls.commands.nmi[call.narrow(0)] {
    case .register:
      let request = try argument("xennmi_callback", at: call[1])
      vcpu.nmi = .init(address: request["handler_address"])
    case .unregister: vcpu.nmi = .init()
    case nil: throw .notImplemented
    }
    return 0
  }

  func vmAssist(_ call: HypercallRequest) throws(XenError) -> Int64 {
    let type = call.narrow(1)
    // The assists of 64-bit PV guests, including those that have no effect on them
    // (PV64_VM_ASSIST_MASK, arch/x86/include/asm/domain.h@4.17).
    let names = [
      "VMASST_TYPE_4gb_segments", "VMASST_TYPE_4gb_segments_notify",
      "VMASST_TYPE_writable_pagetables", "VMASST_TYPE_pae_extended_cr3",
      "VMASST_TYPE_architectural_iopl", "VMASST_TYPE_runstate_update_flag",
      "VMASST_TYPE_m2p_strict",
    ]
    let isKnown = names.contains { interface.numberIfNamed($0) == type }
    guard isKnown else { throw .invalid }
    switch call.narrow(0) {
    case interface.number("VMASST_CMD_enable"):
      domain.assists |= 1 << type
    case interface.number("VMASST_CMD_disable"):
      domain.assists &= ~(1 << type)
    default: throw .notImplemented
    }
    domain.isTableStrict =
      interface.numberIfNamed("VMASST_TYPE_m2p_strict").map { domain.assists >> $0 & 1 == 1 }
      ?? false
    useTables()
    return 0
  }
}
