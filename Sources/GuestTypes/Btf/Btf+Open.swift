// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

extension Btf: TypeSourceOpener {
  /// The BTF of a kernel, or of the one that is packed in it; nil when it bears none.
  ///
  /// - Throws: when the kernel is for no processor that the model has, or its BTF cannot be read.
  public static func open(_ origin: TypeOrigin) throws -> (any TypeSource)? {
    guard case .image(let image) = origin else { return nil }
    let elf = try image.elf.get()
    guard let section = elf.section(named: sectionName) else { return nil }
    guard let bytes = elf.contents(of: section) else {
      throw BtfProblem(image: image.name, origin: section.offset)
        .at(0, "the section lies outside the file")
    }
    return try Btf(
      bytes, of: image.name, at: section.offset, architecture: Architecture(elf, of: image.name))
  }
}
