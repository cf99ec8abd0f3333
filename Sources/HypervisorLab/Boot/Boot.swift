// SPDX-License-Identifier: Apache-2.0

/// One boot of an image by the emulated machine itself, as its kernel or as Xen's dom0. A domU
/// comes to be in another way (`DomUBoots`).
protocol Boot {
  var request: BootRequest { get }
  var places: LabPlaces { get }

  init(request: BootRequest, places: LabPlaces)

  /// Boots the image, and returns after the verdict, when the machine is off.
  ///
  /// - Parameter interruption: ends the boot early; nil if nothing does.
  func run(
    interruption: Interruption?, report: @escaping (BootEvent) -> Void
  ) throws(LabError) -> BootResult
}
