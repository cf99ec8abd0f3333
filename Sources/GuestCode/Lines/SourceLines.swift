// SPDX-License-Identifier: Apache-2.0

import CDw
import CElf
import DebugInfo
import Glibc
import GuestImage

/// Looks up source lines in a kernel's DWARF with libdwfl. Only the kernel file itself is read.
public final class SourceLines {
  private let handle: DwarfHandle
  private let module: OpaquePointer

  /// Fails if the image has no line table or libdwfl refuses it.
  public init?(_ image: GuestImage) {
    guard let elf = try? image.elf.get(), Self.hasLines(elf),
      let handle = try? DwarfHandle.open(
        elf, name: image.name, limit: image.limit, asModule: true),
      let module = handle.module
    else { return nil }
    (self.handle, self.module) = (handle, module)
  }

  /// The source line of a site, such as `kernel/sched.c:12`; nil if the line table has none.
  public func line(of site: CodeSite, in scan: CodeScan) -> String? {
    line(at: site.offset, region: site.region, in: scan)
  }

  /// The source line of any place in a region; nil if the line table has none.
  ///
  /// - Parameters:
  ///   - offset: in the region, in bytes.
  ///   - region: index into `CodeScan.regions`.
  public func line(at offset: Int, region: Int, in scan: CodeScan) -> String? {
    guard let base = base(of: scan.regions[region].section) else { return nil }
    return line(atModuleAddress: base &+ UInt64(offset))
  }

  /// The source line of a virtual address of a linked kernel; nil if the line table has none.
  public func line(at address: UInt64) -> String? {
    var bias: GElf_Addr = 0
    guard dwfl_module_getelf(module, &bias) != nil else { return nil }
    return line(atModuleAddress: address &+ bias)
  }

  private func line(atModuleAddress address: UInt64) -> String? {
    guard let found = dwfl_module_getsrc(module, address) else { return nil }
    var number: CInt = 0
    guard let file = dwfl_lineinfo(found, nil, &number, nil, nil, nil), number > 0 else {
      return nil
    }
    guard let path = Self.text(file) else { return nil }
    let directory = dwfl_line_comp_dir(found).flatMap(Self.text).map { $0 + "/" } ?? ""
    return "\(Self.path(path, below: directory)):\(number)"
  }

  /// Nil for a name longer than any that compilers are given. Any number of places may share one
  /// name, and each would be measured again.
  private static func text(_ name: UnsafePointer<CChar>) -> String? {
    strnlen(name, longestName + 1) <= longestName ? String(cString: name) : nil
  }
  private static let longestName = 1024

  /// The path below the directory in which the kernel was compiled.
  private static func path(_ file: String, below directory: String) -> String {
    file.hasPrefix(directory) ? String(file.dropFirst(directory.count)) : file
  }

  /// The address that libdwfl gives to a section.
  private func base(of section: Int?) -> UInt64? {
    var bias: GElf_Addr = 0
    var header = GElf_Shdr()
    guard let section, let elf = dwfl_module_getelf(module, &bias),
      gelf_getshdr(elf_getscn(elf, section), &header) != nil
    else { return nil }
    return header.sh_addr &+ bias
  }

  private static func hasLines(_ elf: ElfFile) -> Bool {
    elf.sections.contains {
      [".debug_line", ".zdebug_line"].contains($0.name) && $0.hasContents
    }
  }
}
