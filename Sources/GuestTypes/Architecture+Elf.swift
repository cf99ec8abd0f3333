// SPDX-License-Identifier: Apache-2.0

import CElf
import GuestImage
import HypervisorABI

extension Architecture {
  /// The architecture that a kernel is compiled for.
  ///
  /// - Parameters:
  ///   - elf: the kernel.
  ///   - image: its name, for errors.
  /// - Throws: `ImageError` if the model does not describe that architecture.
  public init(_ elf: ElfFile, of image: String) throws(ImageError) {
    switch Int32(elf.machine) {
    case EM_386: self = .i386
    case EM_X86_64: self = .x86_64
    default:
      throw ImageError(
        image: image, offset: 18, problem: "a kernel for \(elf.machineName) (e_machine)",
        cure: "give one for i386 or x86_64: the model describes no other processor")
    }
  }
}
