// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

import HypervisorABI
import Testing

@testable import Hypervisor

/// A guest that changes an entry and does not flush may go on with the old one, and the use is
/// reported.
@Suite struct StaleTranslationTests {
  /// The cases of `use_changed` in seeded.c.
  private func run(_ number: Int) throws -> (outcome: RunOutcome, rules: [RunRule], String) {
    let run = try BuiltGuest.run(BuiltGuest.seeded.get(), "\(30 + number)")
    return (run.outcome, run.findings.map(\.rule), "\(run.findings)")
  }

  /// The access is what the old entry permits: a write, one of a hypercall, a read.
  @Test(arguments: [0, 2, 3]) func theOldEntryIsUsed(number: Int) throws {
    let (outcome, rules, text) = try run(number)
    #expect(outcome == .shutdown(reason: "poweroff"), "\(text)")
    #expect(!rules.isEmpty && rules.allSatisfy { $0 == .staleTranslation }, "\(text)")
    #expect(text.contains("only its old entry permits"))
  }

  @Test func afterAFlushItIsNot() throws {
    let (outcome, rules, text) = try run(1)
    #expect(outcome != .shutdown(reason: "poweroff"))
    #expect(rules == [.domainCrash], "\(text)")
  }

  @Test func onlyUntilTheFlush() throws {
    let (outcome, rules, text) = try run(4)
    #expect(outcome != .shutdown(reason: "poweroff"))
    #expect(rules == [.staleTranslation, .domainCrash], "\(text)")
  }

  /// Xen flushes when a page becomes a page table.
  @Test func aNewTypeFlushes() throws {
    let (outcome, rules, text) = try run(5)
    #expect(outcome != .shutdown(reason: "poweroff"))
    #expect(!rules.contains(.staleTranslation), "\(text)")
    #expect(rules.contains(.domainCrash), "\(text)")
  }

  // MARK: the log

  private static let page: UInt64 = 0x7000
  private static let frame = PageTableEntry(
    frame: 5, PageTableEntry.present | PageTableEntry.writable | PageTableEntry.user)
  private static let readOnly = PageTableEntry(
    frame: 5, PageTableEntry.present | PageTableEntry.user)

  private func log(_ entry: PageTableEntry) -> TranslationLog {
    let log = TranslationLog()
    log.filled(Self.page, entry: entry.rawValue, at: 0x1000)
    return log
  }

  /// What takes nothing away leaves nothing stale, and what does later is still noticed.
  @Test func moreRightsAreNotStale() {
    let log = log(Self.readOnly)
    #expect(!log.changed(at: 0x1000, to: Self.frame.rawValue))
    #expect(log.staleEntry(of: Self.page) == nil)
    #expect(log.changed(at: 0x1000, to: 0))
    #expect(log.staleEntry(of: Self.page) == Self.readOnly)
  }

  @Test(arguments: [PageTableEntry.writable, PageTableEntry.user, PageTableEntry.present])
  func fewerRightsAre(bit: UInt64) {
    let log = log(Self.frame)
    #expect(log.changed(at: 0x1000, to: Self.frame.rawValue & ~bit))
    #expect(log.staleEntry(of: Self.page) == Self.frame)
  }

  @Test func executionTakenAway() {
    let log = log(Self.frame)
    #expect(log.changed(at: 0x1000, to: Self.frame.rawValue | PageTableEntry.noExecute))
  }

  /// A processor with the old entry does not look for the new one.
  @Test func aReadKeepsTheOldEntry() {
    let log = log(Self.frame)
    _ = log.changed(at: 0x1000, to: Self.readOnly.rawValue)
    log.filled(Self.page, entry: Self.readOnly.rawValue, at: 0x1000)
    #expect(log.staleEntry(of: Self.page) == Self.frame)
    log.filled(Self.page, entry: Self.frame.rawValue, at: 0x1000)
    #expect(log.staleEntry(of: Self.page) == nil)
  }

  @Test func aFlushForgets() {
    let first = log(Self.frame)
    _ = first.changed(at: 0x1000, to: 0)
    #expect(!first.flushed(Self.page))
    #expect(first.staleEntry(of: Self.page) == nil)
    let second = log(Self.frame)
    _ = second.changed(at: 0x1000, to: 0)
    second.useStale(Self.page)
    #expect(second.usesStale(Self.page))
    #expect(second.flushed(Self.page))
    let third = log(Self.frame)
    _ = third.changed(at: 0x1000, to: 0)
    third.flushed()
    #expect(third.staleEntry(of: Self.page) == nil)
    #expect(third.lastFlush > 0)
  }

  /// Of more entries than a processor holds none is remembered.
  @Test func aBoundedNumberIsRemembered() {
    let log = TranslationLog()
    for number in 1...2000 as ClosedRange<UInt64> {
      log.filled(number << 12, entry: Self.frame.rawValue, at: number * 8)
      _ = log.changed(at: number * 8, to: 0)
    }
    let kept = (1...2000 as ClosedRange<UInt64>).filter { log.staleEntry(of: $0 << 12) != nil }
    #expect(kept.count == 1024)
  }
}
