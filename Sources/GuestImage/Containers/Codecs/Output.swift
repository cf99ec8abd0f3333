// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Where a codec writes: pages that cost memory only once written, so that nothing is copied or
/// grown however much comes out.
final class Output {
  /// Given what has come out so far, the number of bytes from the start that suffice; nil when
  /// only the whole will do.
  typealias Reach = @Sendable (UnsafeRawBufferPointer) -> Int?

  /// Bytes beyond the limit: a stream of exactly `limit` bytes still has room to end in.
  private static let slack = 4096
  /// Bytes between looks at the clock.
  private static let step = 4 << 20

  /// Empty once they are handed out.
  private var pages: UnsafeMutableRawBufferPointer
  private let limit: Int
  private let time: TimeLimit
  /// When the time is over, by the thread's clock.
  private let end: Int
  private var reach: Reach?
  /// How far to fill before `reach` is asked again.
  private var target: Int
  /// Bytes written so far.
  private(set) var count = 0
  /// What was asked for is there, though the stream may go on.
  private(set) var isEnough = false

  init(_ options: UnpackOptions) throws(UnpackError) {
    limit = max(options.limit, 0)
    time = options.time
    end = time.end(from: TimeLimit.now())
    let (size, overflow) = limit.addingReportingOverflow(Self.slack)
    guard !overflow, let pages = MemoryRegion.reserve(size) else {
      throw .outOfMemory(limit: limit)
    }
    self.pages = pages
    reach = options.reach
    target = size
    aim()
  }

  deinit {
    if pages.count > 0 { munmap(pages.baseAddress, pages.count) }
  }

  /// All the memory that is left: for codecs that unpack whole blocks.
  var space: UnsafeMutableRawBufferPointer { .init(rebasing: pages[count...]) }

  /// The memory to fill before looking again: for codecs that can stop at any byte.
  var room: UnsafeMutableRawBufferPointer {
    .init(rebasing: pages[count..<max(min(target, count + Self.step), count)])
  }

  /// The whole of the memory, of which `count` bytes are written.
  var whole: UnsafeMutableRawBufferPointer { pages }

  /// Takes note of `written` more bytes.
  func advance(by written: Int) throws(UnpackError) {
    count += written
    guard count <= limit else { throw .tooLarge(limit: limit) }
    guard TimeLimit.now() < end else { throw .tooSlow(seconds: time.seconds) }
    if count >= target { aim() }
  }

  /// The codec's library found no space for what it had to write.
  func overflow() -> UnpackError { .tooLarge(limit: limit) }

  private func aim() {
    guard let reach else { return }
    guard let goal = reach(UnsafeRawBufferPointer(rebasing: pages[..<count])) else {
      self.reach = nil
      target = pages.count
      return
    }
    isEnough = goal <= count
    target = max(count, min(goal, pages.count))
  }

  /// Gives up the pages that were not needed and hands out the rest, once.
  func finish() -> Bytes {
    let filled = MemoryRegion.trim(pages, to: count)
    pages = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    return Bytes(MemoryRegion(adopting: filled, count: count))
  }
}
