// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// The hypervisor of Debian's xen-hypervisor package, /boot/xen-4.17-amd64.gz, or another.
public struct XenPackage: Sendable, Equatable {
  /// Of the hypervisor's ELF, or of the gzip around it.
  public let path: String

  static let name = "xen-hypervisor-4.17-amd64"

  static func search(_ places: LabPlaces) -> String? { places.newest("boot/xen-*-amd64.gz") }

  init(path: String) { self.path = path }

  /// - Parameter own: the path of one to be taken rather than Debian's.
  init(_ own: String?, _ places: LabPlaces, _ needs: inout Requirements) {
    path = own ?? needs.find(Self.name) { Self.search(places) }
  }

  /// The release as the file's name has it: `4.17`; the name, when it has none.
  public var version: String {
    let file = path.split(separator: "/").last ?? ""
    guard file.hasPrefix("xen-") else { return String(file) }
    return String(file.dropFirst("xen-".count).prefix { $0 != "-" })
  }

  /// The multiboot ELF inside, at most 64 MiB.
  func unpacked() throws(LabError) -> [UInt8] {
    do throws(ImageError) {
      let image = try GuestImage.open(path: path, limit: 64 << 20)
      guard let kernel = image.kernel else {
        throw ImageError(image: path, problem: "no hypervisor, nor a gzip file of one")
      }
      return kernel.array
    } catch { throw .unreadable(path, error.problem) }
  }
}
