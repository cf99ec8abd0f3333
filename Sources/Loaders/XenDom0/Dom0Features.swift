// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// What the initial domain's features are checked for.
enum Dom0Features {
  /// A kernel that lists its features must list `dom0` (x86/pv/dom0_build.c@4.17; for PVH too
  /// from 4.20, x86/dom0_build.c@4.20, initdom_check_parms).
  static func checkDom0(_ parameters: GuestParameters) throws(Refusal) {
    guard parameters.notes[XenNote.supportedFeatures.number] != nil,
      let dom0 = XenFeature.named(byLoader: "dom0"), !parameters.supports(dom0)
    else { return }
    throw Refusal("Kernel does not support Dom0 operation")
  }

  /// Looked at last, when all else is done.
  static func checkSupervisorMode(_ parameters: GuestParameters) throws(Refusal) {
    guard let feature = XenFeature.named(byLoader: "supervisor_mode_kernel"),
      parameters.requires(feature)
    else { return }
    throw Refusal("Dom0 requires supervisor-mode execution")
  }
}
