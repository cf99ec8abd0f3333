// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// Makes errors about a `.BTF` section, with the offset in the unpacked kernel.
struct BtfProblem {
  let image: String
  /// The offset of the section in the kernel.
  let origin: UInt64

  /// - Parameters:
  ///   - offset: in the section.
  ///   - problem: what is wrong there.
  func at(_ offset: UInt64, _ problem: String) -> ImageError {
    ImageError(
      image: image, offset: origin &+ offset, problem: problem + " (.BTF)",
      cure: "give the whole kernel, or build its BTF again (pahole -J)")
  }

  func split(at offset: UInt64) -> ImageError {
    ImageError(
      image: image, offset: origin &+ offset,
      problem: "the BTF of a module, which builds on the kernel's own (split BTF)",
      cure: "name that kernel, or its BTF (--base)")
  }
}
