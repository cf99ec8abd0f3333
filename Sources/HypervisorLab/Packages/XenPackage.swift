// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// The hypervisor: Debian's /boot/xen-4.17-amd64.gz, or another file.
public struct XenPackage: Sendable, Equatable {
  /// The path of the ELF file or of the gzip that contains it.
  public let path: String

  static let name = "xen-hypervisor-4.17-amd64"

  static func search(_ places: LabPlaces) -> String? { places.newest("boot/xen-*-amd64.gz") }

  init(path: String) { self.path = path }

  /// - Parameters:
  ///   - own: the path of a hypervisor to use instead of Debian's.
  ///   - places: where Debian's is searched for.
  ///   - needs: records the missing package.
  init(_ own: String?, _ places: LabPlaces, _ needs: inout Requirements) {
    path = own ?? needs.find(Self.name) { Self.search(places) }
  }

  /// The release in the file name, such as `4.17`; the whole name if it has none.
  public var version: String {
    let file = path.split(separator: "/").last ?? ""
    guard file.hasPrefix("xen-") else { return String(file) }
    return String(file.dropFirst("xen-".count).prefix { $0 != "-" })
  }

  /// The multiboot ELF; at most 64 MiB.
  func unpacked() throws(LabError) -> [UInt8] {
    do throws(ImageError) {
      let image = try GuestImage.open(path: path, limit: 64 << 20)
      guard let kernel = image.kernel?.array, Self.isMultiboot(kernel) else {
        throw ImageError(image: path, problem: "is not a hypervisor: it has no multiboot header")
      }
      return kernel
    } catch {
      throw .unreadable(path, "\(error.problem); name the xen.gz that Xen's build installs")
    }
  }

  /// Whether QEMU finds the multiboot header, at a multiple of 4 in the first 8 KiB (Multiboot
  /// 0.6.96, 3.1).
  private static func isMultiboot(_ kernel: [UInt8]) -> Bool {
    let magic: [UInt8] = [0x02, 0xb0, 0xad, 0x1b]
    return stride(from: 0, to: min(kernel.count, 8192), by: 4).contains {
      kernel[$0...].starts(with: magic)
    }
  }
}
