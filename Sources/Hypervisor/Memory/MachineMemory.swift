// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The machine's memory as Xen sees it: the frames, the state of each, and the machine-to-physical
/// table.
///
/// Frames are allocated in a scrambled order that is the same in every run, and no frame of a
/// domain has the number of one of its pages. A guest that takes a page number (PFN) for a machine
/// frame (MFN) therefore always fails.
final class MachineMemory {
  static let pageSize = 4096
  static let pageShift: UInt64 = 12

  /// The number of frames; they are numbered from 0.
  let frameCount: UInt64
  let base: UnsafeMutableRawPointer
  let info: UnsafeMutablePointer<PageInfo>
  let machineToPhysical: MachineToPhysical
  let flushClock = FlushClock()
  /// The size of a page-table entry of the guest in bytes.
  private let entrySize: Int
  private var nextFree = 0
  private var returned: [UInt64] = []
  private let firstFree: UInt64
  /// The number of frames that are allocated in scrambled order; contiguous ones follow them.
  private let scrambled: UInt64
  private var nextContiguous: UInt64
  private let stride: UInt64

  /// Frames below 1 MiB belong to firmware and devices and are never allocated.
  static let firmwareFrames: UInt64 = 256

  /// - Parameters:
  ///   - frames: the number of frames that are allocated one by one.
  ///   - contiguous: the number of frames for contiguous allocations.
  ///   - reserved: the number of low frames that are never allocated: as many as a domain has
  ///     pages.
  ///   - format: of the guest's page tables.
  init?(frames: UInt64, contiguous: UInt64, reserved: UInt64, _ format: PageTableFormat) {
    firstFree = max(Self.firmwareFrames, reserved)
    frameCount = firstFree + frames + contiguous
    entrySize = format.entrySize
    scrambled = frames
    nextContiguous = firstFree + frames
    let bytes = Int(frameCount) * Self.pageSize
    guard let ram = Self.reserve(bytes),
      let table = MachineToPhysical(frameCount, wordSize: format.type.wordSize),
      let pages = Self.reserve(Int(frameCount) * MemoryLayout<PageInfo>.stride)
    else { return nil }
    base = ram
    machineToPhysical = table
    info = pages.bindMemory(to: PageInfo.self, capacity: Int(frameCount))
    info.initialize(repeating: PageInfo(), count: Int(frameCount))
    stride = Self.coprimeStride(frames)
  }

  deinit {
    munmap(base, Int(frameCount) * Self.pageSize)
    Self.release(machineToPhysical.buffer)
    munmap(info, Int(frameCount) * MemoryLayout<PageInfo>.stride)
  }

  /// Reserves zeroed memory that takes no space until it is used.
  static func reserve(_ bytes: Int) -> UnsafeMutableRawPointer? {
    let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
    let memory = mmap(nil, bytes, PROT_READ | PROT_WRITE, flags, -1, 0)
    return memory == MAP_FAILED ? nil : memory
  }

  /// Releases memory from `reserve`.
  static func release(_ buffer: UnsafeMutableRawBufferPointer) {
    munmap(buffer.baseAddress, buffer.count)
  }

  /// A step that visits all frames before it repeats.
  private static func coprimeStride(_ frames: UInt64) -> UInt64 {
    var step = max(frames * 5 / 13 | 1, 1)
    while greatestCommonDivisor(step, frames) != 1 { step += 2 }
    return step
  }

  private static func greatestCommonDivisor(_ one: UInt64, _ other: UInt64) -> UInt64 {
    other == 0 ? one : greatestCommonDivisor(other, one % other)
  }

  @inline(__always)
  func exists(_ frame: UInt64) -> Bool { frame < frameCount }

  /// The bytes of a frame.
  ///
  /// - Precondition: the frame exists.
  @inline(__always)
  func pointer(_ frame: UInt64) -> UnsafeMutableRawPointer {
    precondition(frame < frameCount)
    return base + Int(frame) << Int(Self.pageShift)
  }

  /// The frame as a page table.
  @inline(__always)
  func entries(_ frame: UInt64) -> PageTable { PageTable(pointer(frame), entrySize: entrySize) }

  /// The physical address of an entry of a page table.
  @inline(__always)
  func entryAddress(_ table: UInt64, _ index: Int) -> UInt64 {
    table << Self.pageShift + UInt64(index * entrySize)
  }

  /// The frame as 512 segment descriptors.
  func descriptors(_ frame: UInt64) -> UnsafeMutablePointer<UInt64> {
    pointer(frame).assumingMemoryBound(to: UInt64.self)
  }

  /// Allocates a zeroed frame for a domain; nil if there is none left.
  func allocate(for owner: UInt16) -> UInt64? {
    let frame: UInt64
    if let last = returned.popLast() {
      frame = last
      flushClock.onNeed(info[Int(frame)].lastUse)
      memset(pointer(frame), 0, Self.pageSize)
    } else {
      guard nextFree < scrambled else { return nil }
      frame = firstFree + (UInt64(nextFree) * stride + stride / 2) % scrambled
      nextFree += 1
    }
    info[Int(frame)] = PageInfo(owner: owner, count: 1)
    return frame
  }

  /// Allocates contiguous frames, aligned to their number; returns the first, or nil if there is no
  /// space.
  func allocate(contiguous count: UInt64, for owner: UInt16) -> UInt64? {
    let first = (nextContiguous + count - 1) / count * count
    guard count <= frameCount, first <= frameCount - count else { return nil }
    nextContiguous = first + count
    for frame in first..<first + count { info[Int(frame)] = PageInfo(owner: owner, count: 1) }
    return first
  }

  func free(_ frame: UInt64) {
    info[Int(frame)] = PageInfo(lastUse: flushClock.now)
    machineToPhysical[Int(frame)] = .max
    returned.append(frame)
  }
}

/// The machine-to-physical table: the page number of each frame, as a word of the guest; all ones
/// for none.
struct MachineToPhysical {
  /// The table, rounded up to whole pages.
  let buffer: UnsafeMutableRawBufferPointer
  private let wordSize: Int

  init?(_ frames: UInt64, wordSize: Int) {
    let page = MachineMemory.pageSize
    let size = (Int(frames) * wordSize + page - 1) & ~(page - 1)
    guard let memory = MachineMemory.reserve(size) else { return nil }
    memset(memory, 0xff, size)
    buffer = UnsafeMutableRawBufferPointer(start: memory, count: size)
    self.wordSize = wordSize
  }

  subscript(frame: Int) -> UInt64 {
    get {
      wordSize == 4
        ? UInt64(buffer.load(fromByteOffset: frame * 4, as: UInt32.self))
        : buffer.load(fromByteOffset: frame * 8, as: UInt64.self)
    }
    nonmutating set {
      if wordSize == 4 {
        buffer.storeBytes(
          of: UInt32(truncatingIfNeeded: newValue), toByteOffset: frame * 4, as: UInt32.self)
      } else {
        buffer.storeBytes(of: newValue, toByteOffset: frame * 8, as: UInt64.self)
      }
    }
  }
}
