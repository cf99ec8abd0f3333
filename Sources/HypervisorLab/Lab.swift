// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Boots images on a real Xen, emulated by QEMU. Every call blocks until the verdict, and leaves no
/// process behind.
public struct Lab: Sendable {
  /// The locations of programs and packages.
  public let places: LabPlaces
  /// Ends a boot early; nil if nothing does.
  public let interruption: Interruption?

  public init(places: LabPlaces = .standard, interruption: Interruption? = nil) {
    self.places = places
    self.interruption = interruption
  }

  /// Boots an image as Xen's initial domain. It takes about a second for a small guest.
  public func bootDom0(
    _ request: BootRequest, report: @escaping (BootEvent) -> Void = { _ in }
  ) throws(LabError) -> BootResult {
    try run(Dom0Boot.self, request, report)
  }

  /// Boots an image as a domU that xl creates in a Debian dom0. It takes 10 seconds or more, most of
  /// them for the dom0.
  public func bootDomU(
    _ request: BootRequest, report: @escaping (BootEvent) -> Void = { _ in }
  ) throws(LabError) -> BootResult {
    try bootDomUs([request]) { _, event in report(event) }[0].get()
  }

  /// Boots images as domUs, one after another, which share a Debian dom0: each then takes a few
  /// seconds. A guest that does not end costs the dom0, and those after it get a new one.
  ///
  /// - Parameters:
  ///   - requests: the guests, whose `hypervisor`, `xenOptions` and `countsInstructions` are the same.
  ///     The dom0 numbers the disks of all from /dev/vda.
  ///   - report: called with the number of the guest, from 0, and the event.
  /// - Returns: the result of each guest, or the error that kept it from having one.
  /// - Throws: `LabError` if a file or pattern of any request is wrong, or packages are missing.
  public func bootDomUs(
    _ requests: [BootRequest], report: @escaping (Int, BootEvent) -> Void = { _, _ in }
  ) throws(LabError) -> [Result<BootResult, LabError>] {
    precondition(
      requests.allSatisfy {
        $0.hypervisor == requests[0].hypervisor && $0.xenOptions == requests[0].xenOptions
          && $0.countsInstructions == requests[0].countsInstructions
      }, "guests of one dom0 need the same Xen and clock")
    var kernels: [KernelFile] = []
    for request in requests { kernels.append(try KernelFile(request)) }
    defer { withExtendedLifetime(kernels) {} }
    return try DomUBoots(
      requests: kernels.map(\.request), places: places, interruption: interruption, report: report
    ).run()
  }

  /// The Debian packages that boots need and that are not installed.
  ///
  /// - Parameters:
  ///   - xen: whether to include those for a boot on Xen.
  ///   - toolstack: whether to include those for a domU.
  package func missingPackages(xen: Bool, toolstack: Bool) -> [String] {
    var needs = Requirements()
    _ = needs.qemu(in: places)
    if xen { _ = XenPackage(nil, places, &needs) }
    if toolstack { _ = ToolstackPackages(places, &needs) }
    return needs.missing
  }

  /// Boots a kernel on the machine itself, without a hypervisor.
  public func bootBare(
    _ request: BootRequest, report: @escaping (BootEvent) -> Void = { _ in }
  ) throws(LabError) -> BootResult {
    try run(BareBoot.self, request, report)
  }

  private func run(
    _ boot: any Boot.Type, _ request: BootRequest, _ report: @escaping (BootEvent) -> Void
  ) throws(LabError) -> BootResult {
    let kernel = try KernelFile(request)
    defer { withExtendedLifetime(kernel) {} }
    return try boot.init(request: kernel.request, places: places).run(
      interruption: interruption, report: report)
  }

  /// Like `bootDom0`, with the installed packages.
  public static func bootDom0(
    image: String, initrd: String? = nil, append: String = "", mode: GuestMode = .pv,
    expect: String? = nil, timeout: Double = 600, memory: Int = 512, xenOptions: [String] = []
  ) throws(LabError) -> BootResult {
    try Lab().bootDom0(
      BootRequest(
        image: image, initrd: initrd, append: append, mode: mode, expect: expect,
        timeout: timeout, memory: memory, xenOptions: xenOptions))
  }
}
