// SPDX-License-Identifier: Apache-2.0

enum PhysdevCommand: String, CaseIterable, Sendable {
  case eoi = "PHYSDEVOP_eoi"
  case irqStatus = "PHYSDEVOP_irq_status_query"
  case setIopl = "PHYSDEVOP_set_iopl"
  case setBitmap = "PHYSDEVOP_set_iobitmap"
  case apicRead = "PHYSDEVOP_apic_read"
  case apicWrite = "PHYSDEVOP_apic_write"
  case mapPirq = "PHYSDEVOP_map_pirq"
  case unmapPirq = "PHYSDEVOP_unmap_pirq"
  case setupGsi = "PHYSDEVOP_setup_gsi"
  case freePirq = "PHYSDEVOP_get_free_pirq"
}

/// Devices and their interrupts (xen/arch/x86/physdev.c@4.17). The machine has no devices.
extension Hypervisor {
  func physdevOp(_ call: HypercallRequest) throws(XenError) -> Int64 {
    switch calls.commands.physdev[call.narrow(0)] {
    case .eoi: _ = try argument("physdev_eoi", at: call[1])
    case .irqStatus:
      var request = try argument("physdev_irq_status_query", at: call[1])
      request["flags"] = 0
      try write(request)
    case .setIopl:
      let request = try argument("physdev_set_iopl", at: call[1])
      guard request["iopl"] <= 3 else { throw .invalid }
      vcpu.ioPrivilege = request["iopl"]
    case .setBitmap:
      let request = try argument("physdev_set_iobitmap", at: call[1])
      guard request["nr_ports"] <= 65536 else { throw .invalid }
      vcpu.openPorts = (request["bitmap.p"], request["nr_ports"])
    case .apicRead:
      guard domain.isPrivileged else { throw .notPermitted }
      var request = try argument("physdev_apic", at: call[1])
      request["value"] = 0
      try write(request)
    case .apicWrite:
      guard domain.isPrivileged else { throw .notPermitted }
    case .mapPirq, .unmapPirq, .setupGsi, .freePirq:
      throw domain.isPrivileged ? .invalid : .notPermitted
    case nil: throw .notImplemented
    }
    return 0
  }

  /// The old form of the hypercall, with the command and its argument in one structure.
  func physdevOpCompat(_ call: HypercallRequest) throws(XenError) -> Int64 {
    let whole = try argument("physdev_op", at: call[0])
    guard calls.commands.physdev[whole["cmd"]] != nil else { throw .notImplemented }
    let offset = whole.places.firstOffset(below: "u.apic_op") ?? 8
    let arguments: SIMD8<UInt64> = [whole["cmd"], call[0] &+ UInt64(offset), 0, 0, 0, 0, 0, 0]
    return try physdevOp(HypercallRequest(number: call.number, arguments: arguments))
  }
}
