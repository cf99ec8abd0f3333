// SPDX-License-Identifier: Apache-2.0

/// Why Xen does not take a change of a page table, with what it does not say itself.
struct PageTableRefusal: Error {
  /// What kind of mistake it is.
  enum Cause {
    /// No frame of the machine, or none that a domain may map.
    case noFrame
    /// The frame is another domain's.
    case foreign
    /// The frame is used as something else.
    case type
    /// Bits that the entry may not have.
    case bits
    /// Nothing that could be changed: no page table there.
    case noTable
    /// A slot of Xen's in a root table.
    case reserved
    /// A pin where there is one, or none where there must be.
    case pin
  }

  let error: XenError
  let cause: Cause
  /// The frame that was in the way.
  let frame: UInt64
  /// What is wrong, in words.
  let reason: String
}
