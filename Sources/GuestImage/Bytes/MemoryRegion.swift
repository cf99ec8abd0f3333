// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Pages of memory that are never written once they are shared: a mapped file, or what a
/// decompressor made. Unmapped with the last reference.
public final class MemoryRegion: @unchecked Sendable {
  @usableFromInline
  let buffer: UnsafeRawBufferPointer
  private let mapped: UnsafeMutableRawBufferPointer
  /// Where `MappedFiles` knows it; nil of what is no file.
  private let place: Int?

  /// Its size in bytes.
  public var count: Int { buffer.count }

  /// Takes over `mapped`, pages from mmap, of which the first `count` bytes count.
  ///
  /// - Parameter file: the name of the file that is mapped there; nil for memory of our own.
  init(adopting mapped: UnsafeMutableRawBufferPointer, count: Int, file: String? = nil) {
    precondition(count <= mapped.count)
    self.mapped = mapped
    place = file.flatMap { MappedFiles.add(UnsafeRawBufferPointer(mapped), name: $0) }
    buffer = UnsafeRawBufferPointer(rebasing: mapped[..<count])
  }

  /// Nil when there is no memory.
  convenience init?(copying array: [UInt8]) {
    guard let pages = MemoryRegion.reserve(max(array.count, 1)) else { return nil }
    pages.copyBytes(from: array)
    self.init(adopting: pages, count: array.count)
  }

  /// Address space for `count` bytes; a page costs memory when it is first written.
  static func reserve(_ count: Int) -> UnsafeMutableRawBufferPointer? {
    let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
    let address = mmap(nil, count, PROT_READ | PROT_WRITE, flags, -1, 0)
    guard let address, address != MAP_FAILED else { return nil }
    return UnsafeMutableRawBufferPointer(start: address, count: count)
  }

  /// Gives back the pages of `region` that hold none of its first `count` bytes; the rest of it.
  static func trim(
    _ region: UnsafeMutableRawBufferPointer, to count: Int
  ) -> UnsafeMutableRawBufferPointer {
    let page = Int(getpagesize())
    let kept = max((count + page - 1) / page, 1) * page
    guard kept < region.count, let start = region.baseAddress else { return region }
    munmap(start + kept, region.count - kept)
    return UnsafeMutableRawBufferPointer(start: start, count: kept)
  }

  /// This thread works on the file that is mapped here from now on: it is told if that is cut off.
  public func take() {
    if let place { MappedFiles.take(place) }
  }

  deinit {
    if let place { MappedFiles.remove(place) }
    if mapped.count > 0 { munmap(mapped.baseAddress, mapped.count) }
  }
}
