// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestImage
import GuestTypes

/// The BTF of a kernel that Debian ships, unpacked once.
enum DebianBtf {
  static let cloud = Result { try section(of: DebianImages.linuxCloud()) }
  static let generic = Result { try section(of: DebianImages.linux()) }

  private static func section(of path: String) throws -> Bytes {
    let elf = try GuestImage.open(path: path).elf.get()
    guard let section = elf.section(named: ".BTF"), let bytes = elf.contents(of: section) else {
      throw Missing(what: "the BTF of \(path)")
    }
    return bytes
  }
}
