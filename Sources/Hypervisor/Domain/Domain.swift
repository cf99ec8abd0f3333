// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Loaders

/// A paravirtualized domain: its identity, its rights and what it has of the machine.
final class Domain {
  let id: UInt16
  let role: DomainRole
  /// Frames that it has and may have.
  var frameCount: UInt64
  var mostFrames: UInt64
  /// A frame of Xen's own that it shares with the domain.
  let sharedInfo: UInt64
  /// Assists that it turned on (VMASST_TYPE_*), by number.
  var assists: UInt64 = 0

  /// The initial domain, which may do what others may not.
  var isPrivileged: Bool { role == .dom0 }

  init(id: UInt16, role: DomainRole, frames: UInt64, sharedInfo: UInt64) {
    self.id = id
    self.role = role
    frameCount = frames
    mostFrames = frames
    self.sharedInfo = sharedInfo
  }
}
