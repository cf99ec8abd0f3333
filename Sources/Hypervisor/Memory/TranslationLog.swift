// SPDX-License-Identifier: Apache-2.0

/// The use of a translation that the guest has changed and not flushed.
struct StaleUse: Equatable {
  /// The page that was used.
  let page: UInt64
  /// The entry that a processor might still have, and the current one.
  let old: UInt64
  let new: UInt64
  /// The access that only the old entry permits; nil if the new one permits it too.
  var access: Access?
}

/// The translations that the processor has been given since its last flush.
///
/// An entry is recorded with the permissions of all levels combined, as a processor keeps it.
final class TranslationLog {
  /// The page and the entry of each translation, by the address of the entry.
  private var filled: [UInt64: (page: UInt64, entry: UInt64)] = [:]
  /// Changed pages that are not flushed, with the entry that the processor may still have.
  private var stale: [UInt64: Stale] = [:]
  private let clock: FlushClock
  /// The time of the last flush.
  private(set) var lastFlush: UInt32 = 0
  /// Called with each use of a stale translation.
  var onStaleUse: (StaleUse) -> Void = { _ in }

  private struct Stale {
    let entry: UInt64
    /// Whether the guest goes on with it.
    var isUsed = false
  }

  /// The most stale entries that are remembered: a processor has not many more in all.
  private static let mostStale = 1024

  init(_ clock: FlushClock = FlushClock()) { self.clock = clock }

  @inline(__always)
  func filled(_ page: UInt64, entry: UInt64, at address: UInt64) {
    filled[address] = (page, entry)
    if !stale.isEmpty, let old = stale[page] { check(page, old.entry, entry) }
  }

  private func check(_ page: UInt64, _ old: UInt64, _ new: UInt64) {
    let before = PageTableEntry(old)
    let now = PageTableEntry(new)
    // A permission that is too low only costs a fault; a wrong frame does harm.
    if before.frame != now.frame {
      stale[page] = nil
      onStaleUse(StaleUse(page: page, old: old, new: new))
    } else if !before.permitsMore(than: now) {
      stale[page] = nil
    }
  }

  /// Records that the page-table entry at an address changes.
  ///
  /// - Returns: whether the processor may hold a translation that is no longer valid.
  func changed(at address: UInt64, to new: UInt64) -> Bool {
    guard let held = filled[address],
      PageTableEntry(held.entry).permitsMore(than: PageTableEntry(new))
    else { return false }
    filled[address] = nil
    // An older one permits no less.
    if stale[held.page] == nil, stale.count < Self.mostStale {
      stale[held.page] = Stale(entry: held.entry)
    }
    return true
  }

  /// The entry that the processor may still have for a page, instead of the current one.
  func staleEntry(of page: UInt64) -> PageTableEntry? {
    stale[page].map { PageTableEntry($0.entry) }
  }

  /// Lets the guest go on with the stale entry of a page, until it is flushed.
  func useStale(_ page: UInt64) { stale[page]?.isUsed = true }

  /// Whether the guest goes on with the stale entry of a page.
  func usesStale(_ page: UInt64) -> Bool { stale[page]?.isUsed ?? false }

  func flushed() {
    lastFlush = clock.tick()
    filled.removeAll(keepingCapacity: true)
    if !stale.isEmpty { stale.removeAll(keepingCapacity: true) }
  }

  /// Records the flush of a page.
  ///
  /// - Returns: whether the processor may have been given the stale entry.
  func flushed(_ page: UInt64) -> Bool { stale.removeValue(forKey: page)?.isUsed ?? false }
}
