// SPDX-License-Identifier: Apache-2.0

import CDeflate
import DebugInfo
import GuestImage

/// The separate debug file of a kernel, as `objcopy --only-keep-debug` makes it and distributions
/// ship it. It is found by build id or by `.gnu_debuglink`.
struct SeparateDebugFile {
  let path: String
  let elf: ElfFile

  /// Fails if the kernel does not refer to such a file.
  ///
  /// - Parameters:
  ///   - file: the kernel.
  ///   - name: its path.
  /// - Throws: `ImageError` if it refers to one that is missing or belongs to another build.
  init?(of file: ElfFile, name: String) throws(ImageError) {
    let search = DebugFileSearch(for: name)
    let id = file.buildID
    for path in search.places(id) {
      guard let elf = Self.open(path), elf.buildID == id else { continue }
      (self.path, self.elf) = (path, elf)
      return
    }
    guard let section = file.section(named: ".gnu_debuglink"),
      let link = file.contents(of: section)
    else { return nil }
    let named = link.string(at: 0, most: 1024)
    let sum: UInt32? = link.integer(at: UInt64(named.utf8.count + 4) & ~3)
    for path in search.halves(named) {
      guard let elf = Self.open(path) else { continue }
      let isSame =
        id.isEmpty || elf.buildID.isEmpty
        ? sum == elf.bytes.withUnsafeBytes({ libdeflate_crc32(0, $0.baseAddress, $0.count) })
        : elf.buildID == id
      guard isSame else { continue }
      (self.path, self.elf) = (path, elf)
      return
    }
    throw ImageError(
      image: name, offset: section.offset,
      problem:
        "its types are in \(named) (.gnu_debuglink), which is missing beside it or is from another "
        + "build",
      cure: "put that file beside the kernel, or give it in the kernel's place")
  }

  private static func open(_ path: String) -> ElfFile? {
    guard let image = try? GuestImage.open(path: path), let elf = try? image.elf.get(),
      DebugSections.areThere(in: elf)
    else { return nil }
    return elf
  }
}
