// SPDX-License-Identifier: Apache-2.0

import Base

/// The directory of one run. QEMU finds all files there by names without blanks or commas, at which
/// it splits its list of modules. The directory is removed with the object.
struct MachineDirectory {
  private let scratch: ScratchDirectory

  init() throws(LabError) {
    scratch = try LabError.of { () throws(FileError) in try ScratchDirectory("lab") }
  }

  var path: String { scratch.path }

  /// Links the file at `target` by a name.
  ///
  /// - Returns: the name.
  func link(_ name: String, to target: String) throws(LabError) -> String {
    guard let absolute = FileName.real(target) else { throw .last(target) }
    try LabError.of { () throws(FileError) in try scratch.link(name, to: absolute) }
    return name
  }

  /// Writes a file.
  ///
  /// - Returns: its name.
  func write(_ name: String, _ bytes: [UInt8]) throws(LabError) -> String {
    try LabError.of { () throws(FileError) in try scratch.write(name, bytes) }
    return name
  }
}
