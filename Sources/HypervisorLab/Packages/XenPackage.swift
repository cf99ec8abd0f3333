// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// The hypervisor of Debian's xen-hypervisor package: /boot/xen-4.17-amd64.gz.
public struct XenPackage: Sendable, Equatable {
  /// The packed hypervisor's.
  public let path: String

  static let name = "xen-hypervisor-4.17-amd64"

  static func search(_ places: LabPlaces) -> String? { places.newest("boot/xen-*-amd64.gz") }

  /// The release as the file's name has it: `4.17`.
  public var version: String {
    let file = path.split(separator: "/").last ?? ""
    return String(file.dropFirst("xen-".count).prefix { $0 != "-" })
  }

  /// The multiboot ELF inside, at most 64 MiB.
  func unpacked() throws(LabError) -> [UInt8] {
    do throws(ImageError) {
      let image = try GuestImage.open(path: path, limit: 64 << 20)
      guard let kernel = image.kernel else {
        throw ImageError(image: path, problem: "no gzip file of a hypervisor")
      }
      return kernel.array
    } catch { throw .unreadable(path, error.problem) }
  }
}
