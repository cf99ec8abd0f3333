// SPDX-License-Identifier: Apache-2.0

import Base
import CElf
import DebugInfo
import GuestImage

/// The places where files may be that a kernel's debugging information refers to. No other place is
/// searched, and none on a network.
struct DebugFileSearch {
  /// The directory of the referring file.
  private let directory: String

  /// - Parameter path: of the referring file.
  init(for path: String) {
    directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }

  /// The places to search for a file of that name, the most likely first.
  ///
  /// - Parameters:
  ///   - name: a file name, with or without directories.
  ///   - directories: further directories.
  ///   - deep: whether the directories in `name` also apply below `directories`.
  func places(of name: String, directories: [String] = [], deep: Bool = false) -> [String] {
    let base = name.split(separator: "/").last.map(String.init) ?? name
    if name.hasPrefix("/") {
      return [name, directory + base] + directories.map { "\($0)/\(base)" }
    }
    let others = directories.map { "\($0)/\(deep ? name : base)" }
    return deep
      ? others + [directory + name, directory + base]
      : [directory + name, directory + base] + others
  }

  /// The place where distributions install the file with that build id.
  func places(_ id: [UInt8]) -> [String] {
    guard id.count > 1 else { return [] }
    let digits = id.map { hexDigits($0, width: 2) }
    return ["/usr/lib/debug/.build-id/\(digits[0])/\(digits.dropFirst().joined()).debug"]
  }

  /// The places of a kernel's separate debug file, by the name in `.gnu_debuglink`.
  func halves(_ name: String) -> [String] {
    [directory + name, directory + ".debug/" + name, "/usr/lib/debug/" + directory + name]
  }
}

extension ElfFile {
  /// The build id (NT_GNU_BUILD_ID); empty if there is none.
  var buildID: [UInt8] {
    notes.first { $0.owner == "GNU" && $0.type == 3 }?.descriptor.array ?? []
  }
}
