// SPDX-License-Identifier: Apache-2.0

import Base
import CElf
import DebugInfo
import GuestImage

/// Where files may be that a kernel's debugging information names. Nothing is looked up elsewhere, and
/// nothing over a network.
struct DebugFileSearch {
  /// The folder of the file that names them.
  private let folder: String

  /// - Parameter path: of the file that names them.
  init(for path: String) {
    folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }

  /// Places of a file of that name, the likeliest first.
  ///
  /// - Parameters:
  ///   - folders: where else to look.
  ///   - deep: the name's own folders count too, below those.
  func places(of name: String, folders: [String] = [], deep: Bool = false) -> [String] {
    let base = name.split(separator: "/").last.map(String.init) ?? name
    if name.hasPrefix("/") { return [name, folder + base] + folders.map { "\($0)/\(base)" } }
    let others = folders.map { "\($0)/\(deep ? name : base)" }
    return deep
      ? others + [folder + name, folder + base] : [folder + name, folder + base] + others
  }

  /// Where distributions keep the file with that build id.
  func places(_ id: [UInt8]) -> [String] {
    guard id.count > 1 else { return [] }
    let digits = id.map { hexDigits($0, width: 2) }
    return ["/usr/lib/debug/.build-id/\(digits[0])/\(digits.dropFirst().joined()).debug"]
  }

  /// The debugging half of a kernel, by the name that `.gnu_debuglink` gives.
  func halves(_ name: String) -> [String] {
    [folder + name, folder + ".debug/" + name, "/usr/lib/debug/" + folder + name]
  }
}

extension ElfFile {
  /// NT_GNU_BUILD_ID; empty when there is none.
  var buildID: [UInt8] {
    notes.first { $0.owner == "GNU" && $0.type == 3 }?.descriptor.array ?? []
  }
}
