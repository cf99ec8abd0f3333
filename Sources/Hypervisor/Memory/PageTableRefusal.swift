// SPDX-License-Identifier: Apache-2.0

/// The reason why Xen refuses a page-table change, with details that Xen itself does not report.
struct PageTableRefusal: Error {
  /// The kind of mistake.
  enum Cause {
    /// The machine has no such frame, or no domain may map it.
    case noFrame
    /// The frame belongs to another domain.
    case foreign
    /// The frame is in use as another type.
    case type
    /// The entry has forbidden bits.
    case bits
    /// The place to change is not in a page table.
    case noTable
    /// The slot of a root table belongs to Xen.
    case reserved
    /// A second pin, or an unpin of what is not pinned.
    case pin
  }

  let error: XenError
  let cause: Cause
  /// The frame that caused the refusal.
  let frame: UInt64
  /// The reason in words.
  let reason: String
}
