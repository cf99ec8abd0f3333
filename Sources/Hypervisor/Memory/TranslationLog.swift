// SPDX-License-Identifier: Apache-2.0

/// The translations that the processor may hold, to tell when a guest uses one that it changed and did
/// not flush.
struct StaleUse: Equatable {
  /// The page that was used.
  let page: UInt64
  /// The entry that a processor may still have had, and the one that is there now.
  let old: UInt64
  let new: UInt64
}

/// What was handed to the processor since it last forgot everything.
final class TranslationLog {
  /// Page by entry's address: what the processor was given.
  private var filled: [UInt64: (page: UInt64, entry: UInt64)] = [:]
  /// Pages whose entry changed since, with what the processor may still have.
  private var stale: [UInt64: UInt64] = [:]
  /// Told of every use of one.
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
    // Finding less allowed than there is costs a fault at most; only what is gone or moved does harm.
    if before.frame != now.frame { onStaleUse(StaleUse(page: page, old: old, new: new)) }
  }

  /// A page-table entry at that address gets another value.
  ///
  /// - Returns: whether the processor may hold the old one.
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
