// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc
import GuestImage
import HypervisorABI

/// A recognized source tree.
struct HeaderTree: Sendable {
  /// The path that the user gave.
  let path: String
  let flavour: HeaderFlavour
  /// The tree's value of `__XEN_INTERFACE_VERSION__`; nil for the latest that its headers know.
  let interfaceVersion: String?

  /// - Parameter architecture: the one whose headers count, because a tree can have those of
  ///   another kind for each; nil for any.
  /// - Throws: `ImageError` if the directory is not recognized.
  init(_ path: String, on architecture: Architecture? = nil) throws(ImageError) {
    let flavour = HeaderFlavour.all.first { flavour in
      let there = Self.architectures(of: flavour, in: path)
      return Self.isThere("\(path)/\(flavour.interface)/xen.h")
        && (architecture.map(there.contains) ?? !there.isEmpty)
    }
    guard let flavour else { throw Self.unknown(path) }
    self.path = path
    self.flavour = flavour
    interfaceVersion =
      flavour.versionFiles.lazy
      .compactMap { Self.interfaceVersion(in: "\(path)/\($0)") }.first
  }

  /// The absolute paths in the tree of the names that the headers include.
  func links(for architecture: Architecture) -> [String: String] {
    var found = [flavour.mount: "\(path)/\(flavour.interface)"]
    for (name, places) in flavour.links[architecture] ?? [:] {
      found[name] = places.map { "\(path)/\($0)" }.first(where: Self.isThere)
    }
    return found.compactMapValues(FileName.real)
  }

  private static func architectures(of flavour: HeaderFlavour, in path: String) -> [Architecture] {
    Architecture.allCases.filter { architecture in
      flavour.marks[architecture]?.contains { isThere("\(path)/\($0)") } == true
    }
  }

  private static func isThere(_ path: String) -> Bool {
    FileName.with(path) { access($0, R_OK) == 0 }
  }

  /// The first hexadecimal number after `XEN_INTERFACE_VERSION`.
  private static func interfaceVersion(in path: String) -> String? {
    guard let image = try? GuestImage.open(path: path) else { return nil }
    let text = image.file.string(at: 0, most: 1 << 20)
    guard let name = text.firstRange(of: "XEN_INTERFACE_VERSION") else { return nil }
    let rest = text[name.upperBound...].prefix(200)
    guard let number = rest.firstRange(of: "0x") else { return nil }
    return "0x" + rest[number.upperBound...].prefix { $0.isHexDigit }
  }

  private static func unknown(_ path: String) -> ImageError {
    ImageError(
      image: path, problem: "contains no recognized headers of Xen's interface",
      cure:
        "give the top of a Linux (2.6.23 or later), XenLinux, Mini-OS or Xen tree, the directory "
        + "that contains xen.h, or Debian's linux-headers-VERSION-common")
  }
}
