// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// How the toolstack hands out a PV domain's memory until 4.6: addresses upwards from 0, of which a
/// frame's number is the distance from the base (xc_dom_core.c@4.6, xc_dom_alloc_segment and
/// xc_dom_pfn_to_ptr).
struct FlatMemory {
  let base: UInt64
  let frames: UInt64
  let toolstack: Toolstack
  /// The domain's frames need no table: each is its own.
  let isTranslated: Bool
  /// The address behind what was handed out last.
  private(set) var end: UInt64 = 0
  /// What was placed where.
  private(set) var layout: GuestLayout

  init(base: UInt64, frames: UInt64, toolstack: Toolstack, isTranslated: Bool) {
    (self.base, self.frames, self.toolstack) = (base, frames, toolstack)
    self.isTranslated = isTranslated
    layout = GuestLayout(base: base)
  }

  /// Room for `size` bytes at `start`, or wherever the last segment ended when that is 0.
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

  /// A page that nobody looks at yet.
  mutating func allocatePage(_ part: GuestLayout.Part) -> UInt64 {
    defer { end &+= Page.size }
    layout.add(part, at: end, size: Page.size)
    return frame(of: end)
  }

  /// The first page tables map the addresses below that one.
  mutating func endMapping(at address: UInt64) { layout.mappedEnd = address &- base }

  func frame(of address: UInt64) -> UInt64 { (address &- base) / Page.size }

  private static let function = "xc_dom_alloc_segment: segment"

  private func segment(_ words: String) -> Refusal { Refusal("\(FlatMemory.function) \(words)") }

  private func check(_ name: String, _ frame: UInt64, _ pages: UInt64) throws(Refusal) {
    let isBehind = toolstack.checksPointers && frame > frames
    if pages > frames || isBehind || pages > frames &- frame {
      throw .memory(
        "\(FlatMemory.function) \(name) too large (\(hexadecimal(pages)) > \(hexadecimal(frames)) - "
          + "\(hexadecimal(frame)) pages)", needsFrames: frame &+ pages, of: frames)
    }
  }

  /// Mapping what begins outside the domain's memory fails, and so does mapping nothing; either goes to
  /// a log at most. Of what only ends outside, frames are looked up behind the table of them.
  private func map(_ name: String, _ frame: UInt64, _ pages: UInt64) throws(Refusal) {
    if frame > frames || pages > frames || pages > frames - frame {
      if frame <= frames, !isTranslated { throw .reads(outside: "the table of frames") }
      throw Refusal(
        "",
        remark: "segment \(name) lies outside the domain's memory: frames "
          + "\(hexadecimal(frame)) + \(hexadecimal(pages)) of \(hexadecimal(frames))")
    }
    if pages == 0 { throw Refusal("", remark: "segment \(name) is empty") }
  }
}
