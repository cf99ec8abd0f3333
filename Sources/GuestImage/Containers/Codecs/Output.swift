// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The output buffer of a codec: reserved pages that use memory only once they are written, so that
/// nothing has to be copied or grown, whatever the size of the output.
final class Output {
  /// Given the output so far, returns the number of bytes from the start that suffice; nil if
  /// everything is needed.
  typealias Reach = @Sendable (UnsafeRawBufferPointer) -> Int?

  /// Extra bytes after the limit, so that a stream of exactly `limit` bytes still has space for its
  /// end.
  private static let slack = 4096
  /// The number of bytes between two checks of the time limit.
  private static let step = 4 << 20

  /// Empty after `finish()`.
  private var pages: UnsafeMutableRawBufferPointer
  private let limit: Int
  private let time: TimeLimit
  /// The end of the time limit, on the thread's clock.
  private let end: Int
  private var reach: Reach?
  /// The number of bytes after which `reach` is called again.
  private var target: Int
  /// The number of bytes written so far.
  private(set) var count = 0
  /// Whether the requested bytes are unpacked; the stream may continue.
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

  /// All remaining space, for codecs that unpack whole blocks.
  var space: UnsafeMutableRawBufferPointer { .init(rebasing: pages[count...]) }

  /// The space to fill before the next check, for codecs that can stop at any byte.
  var room: UnsafeMutableRawBufferPointer {
    .init(rebasing: pages[count..<max(min(target, count + Self.step), count)])
  }

  /// The whole buffer, of which `count` bytes are written.
  var whole: UnsafeMutableRawBufferPointer { pages }

  /// Counts `written` more bytes.
  ///
  /// - Throws: `UnpackError` if the size or time limit is exceeded.
  func advance(by written: Int) throws(UnpackError) {
    count += written
    guard count <= limit else { throw .tooLarge(limit: limit) }
    guard TimeLimit.now() < end else { throw .tooSlow(seconds: time.seconds) }
    if count >= target { aim() }
  }

  /// The error for a codec's library that ran out of space.
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

  /// Unmaps the pages that were not needed, and returns the output. Can be called once.
  func finish() -> Bytes {
    let filled = MemoryRegion.trim(pages, to: count)
    pages = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    return Bytes(MemoryRegion(adopting: filled, count: count))
  }
}
