// SPDX-License-Identifier: Apache-2.0

import Base
import CElf
import Glibc
import GuestImage

/// The shared libraries that programs need, found like the dynamic linker finds them.
struct SharedLibraries {
  /// Library directories, in search order.
  let directories: [String]

  /// Debian's directories, and the private one of xen-utils.
  init(_ places: LabPlaces) {
    directories = [
      "/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu",
      "/usr/lib/xen-4.17/lib/x86_64-linux-gnu", "/lib64",
    ].map { places.root + $0 }
  }

  /// Everything that the programs need, directly or indirectly: the name in the archive and the
  /// path on this machine. The interpreter keeps its path; libraries go to /lib.
  func closure(of programs: [String]) throws(LabError) -> [String: String] {
    var found: [String: String] = [:]
    var waiting = programs
    while let path = waiting.popLast() {
      for (target, name) in try needs(of: path) where found[target] == nil {
        let library = try search(name)
        found[target] = library
        waiting.append(library)
      }
    }
    return found
  }

  /// The path in the archive and the file name, for each DT_NEEDED entry and for PT_INTERP.
  private func needs(of path: String) throws(LabError) -> [(target: String, name: String)] {
    let elf: ElfFile
    do { elf = try GuestImage.open(path: path).elf.get() } catch {
      throw .unreadable(path, "no ELF program")
    }
    let interpreter = elf.section(named: ".interp").flatMap(elf.contents).map { bytes in
      String(decoding: bytes.string(), as: UTF8.self)
    }
    return Self.needed(elf).map { ("lib/" + $0, $0) }
      + (interpreter.map { [(String($0.drop { $0 == "/" }), Self.name($0))] } ?? [])
  }

  /// The names in the DT_NEEDED entries of the dynamic section.
  private static func needed(_ elf: ElfFile) -> [String] {
    guard let table = elf.section(named: ".dynamic").flatMap(elf.contents),
      let strings = elf.section(named: ".dynstr").flatMap(elf.contents)
    else { return [] }
    let size = UInt64(MemoryLayout<Elf64_Dyn>.size)
    return (0..<UInt64(table.count) / size).compactMap { index in
      guard table.integer(at: index * size, as: Int64.self) == Int64(DT_NEEDED),
        let offset = table.integer(at: index * size + size / 2, as: UInt64.self)
      else { return nil }
      return String(decoding: strings.string(at: offset), as: UTF8.self)
    }
  }

  private func search(_ name: String) throws(LabError) -> String {
    let path = directories.map { $0 + "/" + name }.first { path in
      FileName.with(path) { access($0, R_OK) == 0 }
    }
    guard let path else {
      throw .dom0Failed("the library \(name) was not found")
    }
    return path
  }

  static func name(_ path: String) -> String { String(path.split(separator: "/").last ?? "") }
}
