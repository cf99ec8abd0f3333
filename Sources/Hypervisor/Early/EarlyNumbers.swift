// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Numbers of the interface of Xen 2.0 that later ones have in another form.
struct EarlyNumbers: Sendable {
  /// Offsets in shared_info.
  let upcallPending, upcallMask: Int
  let frequency, firstVersion, secondVersion, stamp, systemTime, domainTime: Int
  /// Where a multicall leaves the result of an entry: in this one of its arguments
  /// (xen/common/multicall.c@2.0.6).
  let resultArgument = 5

  init(_ interface: Interface) {
    let shared = interface.knownStructure("shared_info")
    let vcpu = interface.bytePlaces("shared_info", in: "vcpu_data")
    upcallPending = vcpu["evtchn_upcall_pending"] ?? 0
    upcallMask = vcpu["evtchn_upcall_mask"] ?? 0
    frequency = shared.offset("cpu_freq")
    (firstVersion, secondVersion) = (shared.offset("time_version1"), shared.offset("time_version2"))
    (stamp, systemTime) = (shared.offset("tsc_timestamp"), shared.offset("system_time"))
    domainTime = shared.offset("domain_time")
  }
}

extension Hypervisor {
  /// Updates the time in shared_info (update_dom_time, xen/arch/x86/time.c@2.0.6). The time stamp counter
  /// counts nanoseconds.
  func updateEarlyTime(_ places: EarlyNumbers) {
    let shared = memory.pointer(domain.sharedInfo)
    let version = shared.loadUnaligned(fromByteOffset: places.firstVersion, as: UInt32.self) &+ 1
    let now = now
    shared.storeBytes(of: version, toByteOffset: places.firstVersion, as: UInt32.self)
    shared.storeBytes(of: 1_000_000_000, toByteOffset: places.frequency, as: UInt64.self)
    for place in [places.stamp, places.systemTime, places.domainTime] {
      shared.storeBytes(of: now, toByteOffset: place, as: UInt64.self)
    }
    shared.storeBytes(of: version, toByteOffset: places.secondVersion, as: UInt32.self)
  }
}
