// SPDX-License-Identifier: Apache-2.0

/// How the toolstack hands out a domain's memory: frames and virtual addresses side by side,
/// upwards from frame 0 and the base (xg_dom_core.c@4.17, xc_dom_alloc_segment and friends).
struct DomainMemory {
  let totalFrames: UInt64
  private(set) var nextFrame: UInt64 = 0
  private(set) var nextAddress: UInt64
  /// Runs of frames that the toolstack has mapped.
  private(set) var mapped: [Range<UInt64>] = []
  /// What was placed where.
  private(set) var layout: GuestLayout

  /// - Parameter isPaged: the guest starts with page tables.
  init(base: UInt64, frames: UInt64, isPaged: Bool) {
    nextAddress = base
    totalFrames = frames
    layout = GuestLayout(base: isPaged ? base : nil)
  }

  /// Room for `size` bytes at `start`, or wherever the last allocation ended when that is 0.
  ///
  /// - Parameter address: where the guest sees it; nil for where the last allocation ended.
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

  /// A frame that is not mapped yet.
  mutating func allocatePage(_ part: GuestLayout.Part) throws(Refusal) {
    let (first, address) = (nextFrame, nextAddress)
    try take(part.rawValue, 1)
    layout.add(part, at: address, size: Page.size, physical: first * Page.size)
  }

  /// What was handed out so far is all that the first page tables map from the base on.
  mutating func endMapping() { layout.mappedEnd = nextFrame * Page.size }

  /// Skips to an address, which must be on a page boundary.
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
      throw .memory(
        "xc_dom_chk_alloc_pages: segment \(name) too large (\(hexadecimal(frames)) > "
          + "\(hexadecimal(totalFrames)) - \(hexadecimal(nextFrame)) pages)",
        needsFrames: nextFrame &+ frames, of: totalFrames)
    }
    nextFrame += frames
    nextAddress &+= frames * Page.size
  }
}
