// SPDX-License-Identifier: Apache-2.0

/// A kernel that one of the library's loaders has taken.
struct FoundKernel {
  /// What it is in the file.
  enum Form {
    case elf(ElfKernel)
    case binary(MultibootBinary)
  }

  let form: Form
  /// Where it goes; `kernelEnd` includes the room that the toolstack adds for symbols.
  let parameters: GuestParameters
  /// The capability that it needs: `xen-3.0-x86_64`.
  let guestType: String
}
