// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI
import Loaders

/// A kernel that a domain is to be made of, and what else the builder gets.
public struct GuestKernel {
  /// As the user named it.
  public let name: String
  let elf: ElfFile
  let parameters: GuestParameters
  let initrd: [UInt8]
  let commandLine: String

  /// - Throws: why the builder of that role and release would refuse it, or that it is no 64-bit PV
  ///   kernel.
  public init(
    image: GuestImage, role: DomainRole, release: XenRelease, initrd: [UInt8], commandLine: String
  ) throws(RunError) {
    name = image.name
    self.initrd = initrd
    self.commandLine = commandLine
    do { elf = try image.elf.get() } catch { throw RunError(error.description) }
    let target = Target(xen: release)
    let verdict = Loaders.verdicts(on: image, modes: [.pv], roles: [role], target: target).first {
      $0.mode == .pv
    }
    if let verdict, !verdict.accepts {
      throw RunError(
        "\(image.name): \(verdict.loader) of Xen \(release) does not take it as a PV \(role): "
          + (verdict.reason ?? "refused"))
    }
    guard let kernel = image.kernel, verdict?.guestType == "xen-3.0-x86_64" else {
      throw RunError(
        "\(image.name): not a 64-bit kernel; 32-bit PV guests run under `pvkit boot` only")
    }
    parameters = XenLibelf.parse(kernel: kernel, hvm: false, release: release).parameters
  }
}

/// Why a guest could not be run at all.
public struct RunError: Error, CustomStringConvertible, Sendable {
  public let description: String

  init(_ description: String) { self.description = description }
}
