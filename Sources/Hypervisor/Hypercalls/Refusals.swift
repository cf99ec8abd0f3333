// SPDX-License-Identifier: Apache-2.0

/// Hypercalls of domains that manage the machine or other domains. There is nothing to manage here,
/// so each fails with the error of the first of Xen's checks that applies.
extension Hypervisor {
  /// Checks the interface version before it fails (platform_hypercall.c@4.17).
  func platformOp(_ call: HypercallRequest) throws(XenError) -> Int64 {
    let size = 8
    let head = try space.read(size, at: call[0])
    let version = head[4..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard version == interface.numberIfNamed("XENPF_INTERFACE_VERSION") else {
      throw .accessDenied
    }
    throw domain.isPrivileged ? .notImplemented : .notPermitted
  }

  /// sysctl and domctl: every interface version is refused.
  func controlOp(_ call: HypercallRequest) throws(XenError) -> Int64 {
    _ = try space.read(16, at: call[0])
    throw .accessDenied
  }

  func xenoprofOp(_ call: HypercallRequest) throws(XenError) -> Int64 {
    let last = interface.number("XENOPROF_last_op")
    guard call.narrow(0) <= last else { throw .invalid }
    throw .notPermitted
  }

  func hvmOp(_ call: HypercallRequest) throws(XenError) -> Int64 {
    guard
      interface.numberIfNamed("HVMOP_get_param") == call[0]
        || interface.numberIfNamed("HVMOP_set_param") == call[0]
    else { throw .notImplemented }
    _ = try argument("xen_hvm_param", at: call[1])
    throw .invalid
  }

  func kexecOp(_ call: HypercallRequest) throws(XenError) -> Int64 {
    guard domain.isPrivileged else { throw .notPermitted }
    // An unknown command is ignored.
    return 0
  }

  func xenpmuOp(_ call: HypercallRequest) throws(XenError) -> Int64 { throw .notSupported }

  func dmOp(_ call: HypercallRequest) throws(XenError) -> Int64 {
    let count = call.narrow(1)
    guard count > 0 else { throw .noData }
    guard count <= 3 else { throw .tooBig }
    // A pointer and a size each.
    _ = try space.read(Int(count) * 2 * interface.guest.wordSize, at: call[2])
    throw .noDomain
  }

  func hypfsOp(_ call: HypercallRequest) throws(XenError) -> Int64 {
    guard domain.isPrivileged else { throw .notPermitted }
    if call.narrow(0) == interface.number("XEN_HYPFS_OP_get_version") { return 1 }
    _ = try space.read(Int(min(call[2], 4096)), at: call[1])
    throw .noEntry
  }

  func mca(_ call: HypercallRequest) throws(XenError) -> Int64 {
    guard domain.isPrivileged else { throw .notPermitted }
    _ = try space.read(8, at: call[0])
    throw .accessDenied
  }

  /// paging_domctl_cont, which only Xen itself calls.
  func pagingOp(_ call: HypercallRequest) throws(XenError) -> Int64 {
    _ = try space.read(8, at: call[0])
    throw .notSupported
  }
}
