// SPDX-License-Identifier: Apache-2.0

import CElf

extension ElfFile {
  /// The start of the format of the capabilities that a hypervisor for x86 reports, `xen-3.0-x86_64`
  /// (arch_get_xen_caps, xen/arch/x86/setup.c@4.17). No guest contains it.
  private static let capabilities = Array("xen-%d.%d-x86_".utf8)

  /// Whether the file is the Xen hypervisor itself, which is not a guest.
  public var isHypervisor: Bool {
    header.type == UInt16(ET_EXEC) && bytes.firstOffset(of: Self.capabilities) != nil
  }
}
