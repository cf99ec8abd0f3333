// SPDX-License-Identifier: Apache-2.0

/// Models how the toolstack allocates a domain's memory: frames and virtual addresses in parallel,
/// upwards from frame 0 and the base (xg_dom_core.c@4.17, xc_dom_alloc_segment and related
/// functions).
struct DomainMemory {
  let totalFrames: UInt64
  private(set) var nextFrame: UInt64 = 0
  private(set) var nextAddress: UInt64
  /// The ranges of frames that the toolstack has mapped.
  private(set) var mapped: [Range<UInt64>] = []
  /// The parts placed so far.
  private(set) var layout: GuestLayout

  /// - Parameter isPaged: whether the guest starts with page tables.
  init(base: UInt64, frames: UInt64, isPaged: Bool) {
    nextAddress = base
    totalFrames = frames
    layout = GuestLayout(base: isPaged ? base : nil)
  }

  /// Allocates `size` bytes at `start`, or after the last allocation if that is 0.
  ///
  /// - Parameter address: the virtual address in the guest; nil for that after the last allocation.
  mutating func allocate(
    _ part: GuestLayout.Part, start: UInt64 = 0, size: UInt64, seenAt address: UInt64? = nil
  ) throws(Refusal) {
    if start != 0 { try pad(to: start) }
    let frames = (size &+ Page.size &- 1) / Page.size
    let (first, next) = (nextFrame, nextAddress)
    try take(part.rawValue, frames)
    if frames == 0, !isMapped(first) {
      throw Refusal(
        "xc_dom_pfn_to_ptr_retcount: no block found, no size given, can't malloc"
          + " (pfn \(hexadecimal(first)))",
        remark: "segment \(part.rawValue) is empty")
    }
    mapped.append(first..<first + frames)
    layout.add(
      part, at: address ?? next, size: frames * Page.size, physical: first * Page.size)
  }

  /// Allocates a frame that is not mapped yet.
  mutating func allocatePage(_ part: GuestLayout.Part) throws(Refusal) {
    let (first, address) = (nextFrame, nextAddress)
    try take(part.rawValue, 1)
    layout.add(part, at: address, size: Page.size, physical: first * Page.size)
  }

  /// Records that the first page tables map everything allocated so far, from the base.
  mutating func endMapping() { layout.mappedEnd = nextFrame * Page.size }

  /// Skips to an address, which must be page-aligned.
  mutating func pad(to boundary: UInt64) throws(Refusal) {
    if boundary % Page.size != 0 {
      throw Refusal(
        "xc_dom_alloc_pad: segment boundary isn't page aligned (\(hexadecimal(boundary)))")
    }
    if boundary < nextAddress {
      throw Refusal(
        "xc_dom_alloc_pad: segment boundary too low"
          + " (\(hexadecimal(boundary)) < \(hexadecimal(nextAddress)))")
    }
    try take("padding", (boundary - nextAddress) / Page.size)
  }

  func isMapped(_ frame: UInt64) -> Bool { mapped.contains { $0.contains(frame) } }

  private mutating func take(_ name: String, _ frames: UInt64) throws(Refusal) {
    if frames > totalFrames - nextFrame {
      throw Refusal(
        "xc_dom_chk_alloc_pages: segment \(name) too large (\(hexadecimal(frames)) > "
          + "\(hexadecimal(totalFrames)) - \(hexadecimal(nextFrame)) pages)"
      ).needing(frames: nextFrame &+ frames)
    }
    nextFrame += frames
    nextAddress &+= frames * Page.size
  }
}
