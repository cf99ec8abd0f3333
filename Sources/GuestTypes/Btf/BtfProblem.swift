// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// Words for what is wrong with a `.BTF` section, with the place in the unpacked kernel.
struct BtfProblem {
  let image: String
  /// Where the section stands in the kernel.
  let origin: UInt64

  /// - Parameter offset: in the section.
  func at(_ offset: UInt64, _ problem: String) -> ImageError {
    ImageError(
      image: image, offset: origin &+ offset, problem: problem + " (.BTF)",
      cure: "give the whole kernel, or build its BTF again (pahole -J)")
  }

  func split(at offset: UInt64) -> ImageError {
    ImageError(
      image: image, offset: origin &+ offset,
      problem: "the BTF of a module, which counts on the kernel's own (split BTF)",
      cure: "name that kernel, or its BTF (--base)")
  }
}
