// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Models how the toolstack allocates a PV domain's memory until 4.6: addresses upwards from 0,
/// where a frame's number is its distance from the base (xc_dom_core.c@4.6, xc_dom_alloc_segment
/// and xc_dom_pfn_to_ptr).
struct FlatMemory {
  let base: UInt64
  let frames: UInt64
  let toolstack: Toolstack
  /// Whether the domain is auto-translated: frame numbers need no P2M table.
  let isTranslated: Bool
  /// The end address of the last allocation.
  private(set) var end: UInt64 = 0
  /// The parts placed so far.
  private(set) var layout: GuestLayout

  init(base: UInt64, frames: UInt64, toolstack: Toolstack, isTranslated: Bool) {
    (self.base, self.frames, self.toolstack) = (base, frames, toolstack)
    self.isTranslated = isTranslated
    layout = GuestLayout(base: base)
  }

  /// Allocates `size` bytes at `start`, or after the last segment if that is 0.
  mutating func allocate(
    _ part: GuestLayout.Part, start: UInt64 = 0, size: UInt64
  ) throws(Refusal) {
    let name = part.rawValue
    let pages = (size &+ Page.size &- 1) / Page.size
    let start = start == 0 ? end : start
    if start % Page.size != 0 {
      throw segment("start isn't page aligned (\(hexadecimal(start)))")
    }
    if start < end {
      throw segment("start too low (\(hexadecimal(start)) < \(hexadecimal(end)))")
    }
    let frame = frame(of: start)
    if toolstack.checksSegments { try check(name, frame, pages) }
    end = start &+ pages &* Page.size
    try map(name, frame, pages)
    layout.add(part, at: start, size: pages * Page.size)
  }

  /// Allocates a page that is not accessed yet, and returns its frame number.
  mutating func allocatePage(_ part: GuestLayout.Part) -> UInt64 {
    defer { end &+= Page.size }
    layout.add(part, at: end, size: Page.size)
    return frame(of: end)
  }

  /// Records the end address of what the first page tables map.
  mutating func endMapping(at address: UInt64) { layout.mappedEnd = address &- base }

  func frame(of address: UInt64) -> UInt64 { (address &- base) / Page.size }

  private static let function = "xc_dom_alloc_segment: segment"

  private func segment(_ words: String) -> Refusal { Refusal("\(FlatMemory.function) \(words)") }

  private func check(_ name: String, _ frame: UInt64, _ pages: UInt64) throws(Refusal) {
    let isBehind = toolstack.checksPointers && frame > frames
    if pages > frames || isBehind || pages > frames &- frame {
      throw Refusal(
        "\(FlatMemory.function) \(name) too large (\(hexadecimal(pages)) > \(hexadecimal(frames)) - "
          + "\(hexadecimal(frame)) pages)"
      ).needing(frames: frame &+ pages)
    }
  }

  /// Models the mapping of a segment. Mapping fails for a segment that starts outside the domain's
  /// memory, and for an empty one; the toolstack logs that at most. For a segment that only ends
  /// outside, it reads frame numbers after the end of the P2M table.
  private func map(_ name: String, _ frame: UInt64, _ pages: UInt64) throws(Refusal) {
    if frame > frames || pages > frames || pages > frames - frame {
      if frame <= frames, !isTranslated {
        throw .reads(outside: "the table of frames").needing(frames: frame &+ pages)
      }
      throw Refusal(
        "",
        remark: "segment \(name) lies outside the domain's memory: frames "
          + "\(hexadecimal(frame)) + \(hexadecimal(pages)) of \(hexadecimal(frames))"
      ).needing(frames: frame &+ pages)
    }
    if pages == 0 { throw Refusal("", remark: "segment \(name) is empty") }
  }
}
