// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Memory pages that are not written any more once they are shared: a mapped file, or the output of
/// a decompressor. They are unmapped with the last reference.
public final class MemoryRegion: @unchecked Sendable {
  @usableFromInline
  let buffer: UnsafeRawBufferPointer
  private let mapped: UnsafeMutableRawBufferPointer
  /// The index of the file in `MappedFiles`; nil if this is not a guarded file.
  private let place: Int?

  /// The number of bytes.
  public var count: Int { buffer.count }

  /// Takes ownership of `mapped`, pages from mmap(2), whose first `count` bytes are the content.
  ///
  /// - Parameter file: the name of the mapped file; nil for anonymous memory.
  init(adopting mapped: UnsafeMutableRawBufferPointer, count: Int, file: String? = nil) {
    precondition(count <= mapped.count)
    self.mapped = mapped
    place = file.flatMap { MappedFiles.add(UnsafeRawBufferPointer(mapped), name: $0) }
    buffer = UnsafeRawBufferPointer(rebasing: mapped[..<count])
  }

  /// Copies an array; nil if memory runs out.
  convenience init?(copying array: [UInt8]) {
    guard let pages = MemoryRegion.reserve(max(array.count, 1)) else { return nil }
    pages.copyBytes(from: array)
    self.init(adopting: pages, count: array.count)
  }

  /// Reserves address space for `count` bytes; a page uses memory only once it is written. Nil if
  /// there is no address space.
  static func reserve(_ count: Int) -> UnsafeMutableRawBufferPointer? {
    let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
    let address = mmap(nil, count, PROT_READ | PROT_WRITE, flags, -1, 0)
    guard let address, address != MAP_FAILED else { return nil }
    return UnsafeMutableRawBufferPointer(start: address, count: count)
  }

  /// Unmaps the pages of `region` after its first `count` bytes, and returns the rest.
  static func trim(
    _ region: UnsafeMutableRawBufferPointer, to count: Int
  ) -> UnsafeMutableRawBufferPointer {
    let page = Int(getpagesize())
    let kept = max((count + page - 1) / page, 1) * page
    guard kept < region.count, let start = region.baseAddress else { return region }
    munmap(start + kept, region.count - kept)
    return UnsafeMutableRawBufferPointer(start: start, count: kept)
  }

  /// Assigns the mapped file to the calling thread, which then gets the error if the file is
  /// shortened.
  public func take() {
    if let place { MappedFiles.take(place) }
  }

  deinit {
    if let place { MappedFiles.remove(place) }
    if mapped.count > 0 { munmap(mapped.baseAddress, mapped.count) }
  }
}
