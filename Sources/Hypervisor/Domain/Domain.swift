// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Loaders

/// A paravirtualized domain: its identity, its rights and its share of memory.
final class Domain {
  let id: UInt16
  let role: DomainRole
  /// The number of frames that it has, and the most that it may have.
  var frameCount: UInt64
  var mostFrames: UInt64
  /// The frame of shared_info, which belongs to Xen.
  let sharedInfo: UInt64
  /// The assists that are enabled, bit n for VMASST_TYPE_* number n.
  var assists: UInt64 = 0
  /// Whether user mode never sees the machine-to-physical table (VMASST_TYPE_m2p_strict).
  var isTableStrict = false

  /// Whether it is the initial domain, which may make privileged hypercalls.
  var isPrivileged: Bool { role == .dom0 }

  init(id: UInt16, role: DomainRole, frames: UInt64, sharedInfo: UInt64) {
    self.id = id
    self.role = role
    frameCount = frames
    mostFrames = frames
    self.sharedInfo = sharedInfo
  }
}
