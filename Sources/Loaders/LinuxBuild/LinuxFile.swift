// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// Reads a kernel, packed or not, as the toolstack does before 3.1: with zlib's gzread
/// (tools/libxc/xg_private.c@3.0.4, xc_read_image).
struct LinuxFile {
  let image: GuestImage
  let release: XenRelease

  func read() throws(Refusal) -> KernelBlob {
    guard image.file.starts(with: GzipFile.magic) else {
      if image.file.isEmpty { throw unreadable }
      return KernelBlob(bytes: image.file)
    }
    return KernelBlob(bytes: release < XenRelease(3, 0, 3) ? try statedSize() : try whole())
  }

  /// 3.0.0 and 3.0.2 request only the number of bytes that the last four bytes of the file state.
  private func statedSize() throws(Refusal) -> Bytes {
    let stated = KernelBlob(bytes: image.file).unsigned(
      at: UInt64(image.file.count) &- 4, count: 4)
    guard let stated, stated > 0 else { throw unreadable }
    let read = try unpack(most: Int(stated))
    guard let read, UInt64(read.count) == stated else {
      let count = read.map { "\($0.count)" } ?? "-1"
      throw Refusal(
        "Error reading kernel image, could not read the whole image (\(count) != \(stated)).")
    }
    return read
  }

  private func whole() throws(Refusal) -> Bytes {
    guard let read = try unpack() else {
      throw Refusal("Error reading kernel image", remark: "the gzip is damaged")
    }
    if read.count == 0 { throw unreadable }
    return read
  }

  private func unpack(most: Int? = nil) throws(Refusal) -> Bytes? {
    do throws(UnpackError) {
      return try GzipFile.read(image.file, most: most, limit: image.limit)
    } catch {
      throw Refusal("Could not allocate memory for kernel image", remark: error.description)
    }
  }

  private var unreadable: Refusal { Refusal("Could not read kernel image") }
}
