// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// A kernel that one of the library's loaders accepted.
struct FoundKernel {
  /// The format of the kernel.
  enum Form {
    case elf(ElfKernel)
    case binary(MultibootBinary)
  }

  let form: Form
  /// The kernel's addresses; `kernelEnd` includes the space that the toolstack adds for symbols.
  let parameters: GuestParameters
  /// The guest type that it needs.
  let guestType: GuestTypeName
}
