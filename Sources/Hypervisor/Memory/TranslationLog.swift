// SPDX-License-Identifier: Apache-2.0

/// The use of a translation that the guest has changed and not flushed.
struct StaleUse: Equatable {
  /// The page that was used.
  let page: UInt64
  /// The entry that a processor might still have, and the current one.
  let old: UInt64
  let new: UInt64
}

/// The translations that the processor has been given since its last flush.
final class TranslationLog {
  /// The page and the entry of each translation, by the address of the entry.
  private var filled: [UInt64: (page: UInt64, entry: UInt64)] = [:]
  /// Changed pages that are not flushed, with the entry that the processor may still have.
  private var stale: [UInt64: UInt64] = [:]
  /// Called with each use of a stale translation.
  var onStaleUse: (StaleUse) -> Void = { _ in }

  @inline(__always)
  func filled(_ page: UInt64, entry: UInt64, at address: UInt64) {
    filled[address] = (page, entry)
    if !stale.isEmpty, let old = stale[page] { check(page, old, entry) }
  }

  private func check(_ page: UInt64, _ old: UInt64, _ new: UInt64) {
    stale[page] = nil
    let before = PageTableEntry(old)
    let now = PageTableEntry(new)
    // A permission that is too low only costs a fault; a wrong frame does harm.
    if before.frame != now.frame { onStaleUse(StaleUse(page: page, old: old, new: new)) }
  }

  /// Records that the page-table entry at an address changes.
  ///
  /// - Returns: whether the processor may hold a translation that is no longer valid.
  func changed(at address: UInt64, to new: UInt64) -> Bool {
    guard let held = filled.removeValue(forKey: address) else { return false }
    let before = PageTableEntry(held.entry)
    let now = PageTableEntry(new)
    if now.isPresent, before.frame == now.frame, now.isWritable || !before.isWritable {
      return false
    }
    stale[held.page] = held.entry
    return true
  }

  func flushed() {
    filled.removeAll(keepingCapacity: true)
    if !stale.isEmpty { stale.removeAll(keepingCapacity: true) }
  }

  func flushed(_ page: UInt64) { stale[page] = nil }
}
