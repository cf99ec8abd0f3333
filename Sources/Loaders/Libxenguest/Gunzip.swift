// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// Unpacks gzip as the toolstack does, for a whole file and for a bzImage's payload
/// (xg_dom_core.c@4.17, xc_dom_check_gzip, xc_dom_try_gunzip).
enum Gunzip {
  /// The maximum unpacked size of a kernel: 1 GiB.
  static let limit: UInt64 = 1 << 30
  /// The size of the buffer beyond the size stated at the end of the file; it stays filled with
  /// zeros.
  private static let slack: UInt64 = 16

  /// Unpacks a blob; nil if it is not a gzip file, or states a size above the limit and is left
  /// packed.
  static func unpack(
    _ blob: KernelBlob, with unpacker: PayloadUnpacker
  ) throws(Refusal) -> KernelBlob? {
    guard blob.size >= 6, blob.bytes.starts(with: GzipFile.magic),
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
