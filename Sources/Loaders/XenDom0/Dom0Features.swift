// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The checks of the initial domain's features.
enum Dom0Features {
  /// A kernel that lists its features must list `dom0` (x86/pv/dom0_build.c@4.17; since 4.20 also
  /// for PVH, x86/dom0_build.c@4.20, initdom_check_parms).
  static func checkDom0(_ parameters: GuestParameters) throws(Refusal) {
    guard parameters.notes[XenNote.supportedFeatures.number] != nil,
      let dom0 = XenFeature.named(byLoader: "dom0"), !parameters.supports(dom0)
    else { return }
    throw Refusal("Kernel does not support Dom0 operation")
  }

  /// The last check of the build.
  static func checkSupervisorMode(_ parameters: GuestParameters) throws(Refusal) {
    guard let feature = XenFeature.named(byLoader: "supervisor_mode_kernel"),
      parameters.requires(feature)
    else { return }
    throw Refusal("Dom0 requires supervisor-mode execution")
  }
}
