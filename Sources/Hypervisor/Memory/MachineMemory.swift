// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The machine's memory as Xen sees it: frames, what is known of each, and the table of the guests'
/// numbers for them (machine-to-physical).
///
/// Which frame a domain gets next is scrambled, always in the same way, and none of its frames has a
/// number that one of its pages has: a guest that takes its own number (PFN) for a machine's (MFN) is
/// then surely wrong.
final class MachineMemory {
  static let pageSize = 4096
  static let pageShift: UInt64 = 12

  /// Frames that are there, from 0.
  let frameCount: UInt64
  let base: UnsafeMutableRawPointer
  let info: UnsafeMutablePointer<PageInfo>
  /// The machine-to-physical table, an entry of 8 bytes a frame, in whole pages.
  let machineToPhysical: UnsafeMutablePointer<UInt64>
  let machineToPhysicalSize: Int
  private var nextFree = 0
  private var returned: [UInt64] = []
  private let firstFree: UInt64
  /// How many are handed out in scrambled order; behind them are those that come in one piece.
  private let scrambled: UInt64
  private var nextContiguous: UInt64
  private let stride: UInt64

  /// Frames below 1 MiB are the firmware's and devices': no domain gets one.
  static let firmwareFrames: UInt64 = 256

  /// - Parameters:
  ///   - frames: that are handed out one by one.
  ///   - contiguous: that are handed out in one piece, for devices.
  ///   - reserved: numbers below this are nobody's: so many page numbers a domain has.
  init?(frames: UInt64, contiguous: UInt64, reserved: UInt64) {
    firstFree = max(Self.firmwareFrames, reserved)
    frameCount = firstFree + frames + contiguous
    scrambled = frames
    nextContiguous = firstFree + frames
    machineToPhysicalSize = (Int(frameCount) * 8 + Self.pageSize - 1) & ~(Self.pageSize - 1)
    let bytes = Int(frameCount) * Self.pageSize
    guard let ram = Self.reserve(bytes), let table = Self.reserve(machineToPhysicalSize),
      let pages = Self.reserve(Int(frameCount) * MemoryLayout<PageInfo>.stride)
    else { return nil }
    base = ram
    machineToPhysical = table.bindMemory(to: UInt64.self, capacity: Int(frameCount))
    info = pages.bindMemory(to: PageInfo.self, capacity: Int(frameCount))
    info.initialize(repeating: PageInfo(), count: Int(frameCount))
    machineToPhysical.initialize(repeating: .max, count: Int(frameCount))
    stride = Self.coprimeStride(frames)
  }

  deinit {
    munmap(base, Int(frameCount) * Self.pageSize)
    munmap(machineToPhysical, machineToPhysicalSize)
    munmap(info, Int(frameCount) * MemoryLayout<PageInfo>.stride)
  }

  /// Memory of zeros that takes no room before it is used.
  static func reserve(_ bytes: Int) -> UnsafeMutableRawPointer? {
    let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
    let memory = mmap(nil, bytes, PROT_READ | PROT_WRITE, flags, -1, 0)
    return memory == MAP_FAILED ? nil : memory
  }

  /// Gives back what `reserve` gave.
  static func release(_ buffer: UnsafeMutableRawBufferPointer) {
    munmap(buffer.baseAddress, buffer.count)
  }

  /// A step that leads through all frames before it comes back.
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

  /// The frame's bytes.
  ///
  /// - Precondition: it exists.
  @inline(__always)
  func pointer(_ frame: UInt64) -> UnsafeMutableRawPointer {
    precondition(frame < frameCount)
    return base + Int(frame) << Int(Self.pageShift)
  }

  /// The frame's 512 entries, as a page table.
  @inline(__always)
  func entries(_ frame: UInt64) -> UnsafeMutablePointer<UInt64> {
    pointer(frame).assumingMemoryBound(to: UInt64.self)
  }

  /// A frame for a domain, filled with zeros; nil when there is none left.
  func allocate(for owner: UInt16) -> UInt64? {
    let frame: UInt64
    if let last = returned.popLast() {
      frame = last
      memset(pointer(frame), 0, Self.pageSize)
    } else {
      guard nextFree < scrambled else { return nil }
      frame = firstFree + (UInt64(nextFree) * stride + stride / 2) % scrambled
      nextFree += 1
    }
    info[Int(frame)] = PageInfo(owner: owner, count: 1)
    return frame
  }

  /// The first of so many frames in one piece, aligned to their number; nil when there are none left.
  func allocate(contiguous count: UInt64, for owner: UInt16) -> UInt64? {
    let first = (nextContiguous + count - 1) / count * count
    guard count <= frameCount, first <= frameCount - count else { return nil }
    nextContiguous = first + count
    for frame in first..<first + count { info[Int(frame)] = PageInfo(owner: owner, count: 1) }
    return first
  }

  /// Takes a frame back.
  func free(_ frame: UInt64) {
    info[Int(frame)] = PageInfo()
    machineToPhysical[Int(frame)] = .max
    returned.append(frame)
  }
}
