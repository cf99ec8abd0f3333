// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI
import Loaders

/// A kernel to build a domain from, with its initial ramdisk and command line.
public struct GuestKernel {
  /// The name that the user gave.
  public let name: String
  let image: GuestImage
  let elf: ElfFile
  let parameters: GuestParameters
  let type: GuestType
  let initrd: [UInt8]
  let commandLine: String

  /// - Parameters:
  ///   - image: the kernel.
  ///   - role: the domain's role.
  ///   - release: the release of Xen.
  ///   - initrd: the initial ramdisk; empty for none.
  ///   - commandLine: for the kernel.
  /// - Throws: `RunError` if the builder of that role and release refuses the kernel, or if it is
  ///   not a PV kernel.
  public init(
    image: GuestImage, role: DomainRole, release: XenRelease, initrd: [UInt8], commandLine: String
  ) throws(RunError) {
    name = image.name
    self.image = image
    self.initrd = initrd
    self.commandLine = commandLine
    do { elf = try image.elf.get() } catch { throw RunError(error.description) }
    // 32-bit guests are optional since 4.14; here they always run.
    let target = Target(xen: release, pv32: true)
    let verdict = Loaders.verdicts(on: image, modes: [.pv], roles: [role], target: target).first {
      $0.mode == .pv
    }
    if let verdict, !verdict.accepts {
      throw RunError(
        "\(image.name): \(verdict.loader) of Xen \(release) does not take it as a PV \(role): "
          + (verdict.reason ?? "refused"))
    }
    guard let kernel = image.kernel,
      let type = verdict?.guestType.flatMap({ GuestType($0) })
    else { throw RunError("\(image.name): not a PV kernel") }
    self.type = type
    parameters = .ofKernel(kernel, in: release)
  }
}

/// The reason why a guest could not be started.
public struct RunError: Error, CustomStringConvertible, Sendable {
  public let description: String

  init(_ description: String) { self.description = description }
}
