// SPDX-License-Identifier: Apache-2.0

import Commands
import Glibc
import GuestImage
import HypervisorABI
import Loaders

/// What the loaders of each release said of some images: their sources, compiled for user space over
/// stubs that grant all that a hypervisor is asked for, in a domain of 512 MiB on a Xen with 32-bit PV.
/// Most images were made by chance and spoilt, and chosen because releases differ on them.
///
/// Of 3.0.x, and of the hypervisor always, only the parser was run: that it takes an image does not
/// mean that all would.
struct VerdictVectors {
  /// What was asked.
  struct Column: Sendable {
    let release: XenRelease
    let loader: any Loader.Type
    let mode: GuestMode

    /// `4.10.4/dom0-libelf-pvh`
    init?(_ name: String) {
      let parts = name.split(separator: "/")
      guard parts.count == 2, let release = XenRelease(String(parts[0])) else { return nil }
      self.release = release
      switch parts[1] {
      case "pv": (loader, mode) = (Libxenguest.self, .pv)
      case "pvh": (loader, mode) = (Libxenguest.self, .pvh)
      case "dom0-libelf": (loader, mode) = (XenDom0.self, .pv)
      case "dom0-libelf-pvh": (loader, mode) = (XenDom0.self, .pvh)
      default: return nil
      }
    }

    /// Whether the parser alone was run.
    var isParserOnly: Bool { loader.role == .dom0 || release < XenRelease(3, 1) }
  }

  struct Row: Sendable {
    let image: GuestImage
    /// A letter for each column; the file says what they mean.
    let verdicts: [Character]
  }

  let columns: [Column]
  let rows: [Row]

  static let shared = Result { try VerdictVectors() }

  private init() throws {
    let folder = Places.package + "/Tests/LoadersTests/Releases/Vectors"
    let lines = try Command.run(["cat", folder + "/verdicts.txt"]).output.split(separator: "\n")
    columns = lines[1].split(separator: " ").compactMap { Column(String($0)) }
    rows = try Places.withScratchFolder { scratch in
      _ = try Command.run(["tar", "-xJf", folder + "/images.tar.xz", "-C", scratch])
      return try lines.filter { $0.first != "#" }.map { line in
        let parts = line.split(separator: " ")
        let image = try GuestImage.open(path: "\(scratch)/\(parts[0])", limit: 1 << 30)
        return Row(image: image, verdicts: Array(parts[1]))
      }
    }
  }
}
