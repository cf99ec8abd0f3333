// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// How the toolstack unpacks gzip, both a whole file and a bzImage's payload (xg_dom_core.c@4.17,
/// xc_dom_check_gzip, xc_dom_try_gunzip).
enum Gunzip {
  /// The most that a kernel may unpack to: 1 GiB.
  static let limit: UInt64 = 1 << 30
  /// What the buffer has beyond the size at the file's end; it stays, as zeros.
  private static let slack: UInt64 = 16

  /// nil when it is no gzip, or one that is left alone because it says that it is too large.
  static func unpack(
    _ blob: KernelBlob, with unpacker: PayloadUnpacker
  ) throws(Refusal) -> KernelBlob? {
    guard blob.size >= 6, blob.bytes.starts(with: [0x1f, 0x8b]),
      let stated = blob.unsigned(at: blob.size - 4, count: 4), stated + slack <= limit
    else { return nil }
    let buffer = stated + slack
    do throws(UnpackError) {
      let unpacked = try unpacker.unpack(blob.bytes, .gzip)
      let count = UInt64(unpacked.bytes.count)
      if count <= buffer { return KernelBlob(bytes: unpacked.bytes, padding: buffer - count) }
      throw .corrupt(.gzip, "\(count) bytes come out, \(stated) are stated")
    } catch {
      throw Refusal("xc_dom_do_gunzip: inflate failed", remark: error.description)
    }
  }
}
