// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// The loader "Linux bzImage" (xg_dom_bzimageloader.c@4.17, xc_dom_probe_bzimage_kernel).
extension DomainBuild {
  /// Puts a bzImage's unpacked payload in place of the file; leaves any other file alone.
  ///
  /// When the payload does not unpack, it stays in place packed: an ELF that is not packed at
  /// all is refused here, and then taken by the ELF loader.
  mutating func unpackBzImage() throws(Refusal) {
    guard let header = BzImageHeader(blob) else { return }
    try check(header)
    guard let payload = blob.bytes.slice(at: header.payloadOffset, count: header.payloadLength)
    else { throw bzImage("payload length overflow") }
    blob = KernelBlob(bytes: payload)
    guard let codec = PayloadCodec.recognise(payload) else {
      throw bzImage("unknown compression format")
    }
    blob = try unpack(blob, codec)
  }

  private func check(_ header: BzImageHeader) throws(Refusal) {
    if header.version < BzImageHeader.oldestVersion {
      throw bzImage(
        "boot protocol too old (\(hexadecimal(UInt64(header.version), prefix: "", digits: 4)))",
        remark: "its payload is not an ELF file; check the vmlinux that it was made from")
    }
    if header.payloadOffset >= blob.size { throw bzImage("payload offset overflow") }
    if header.payloadOffset + header.payloadLength > blob.size {
      throw bzImage("payload length overflow")
    }
  }

  private func unpack(
    _ payload: KernelBlob, _ codec: PayloadCodec
  ) throws(Refusal) -> KernelBlob {
    if codec.compression == .gzip {
      do throws(Refusal) {
        return try Gunzip.unpack(payload, with: unpacker) ?? payload
      } catch {
        throw bzImage("unable to gzip decompress kernel", remark: error.remark)
      }
    }
    guard let since = codec.toolstackSince, target.xen >= since else { throw missing(codec) }
    let words = "xc_dom_probe_bzimage_kernel unable to \(codec.name) decompress kernel"
    guard payload.size >= 8, let stated = payload.unsigned(at: payload.size - 4, count: 4) else {
      throw Refusal(words, remark: "insufficient input data")
    }
    if stated > Gunzip.limit { throw Refusal("kernel image too large") }
    do throws(UnpackError) {
      let unpacked = try unpacker.unpack(payload.bytes, codec.compression)
      let count = UInt64(unpacked.bytes.count)
      if count == stated || count < stated && (unpacked.isPartial || toleratesLess(codec)) {
        return KernelBlob(bytes: unpacked.bytes, padding: stated - count)
      }
      throw .corrupt(codec.compression, "\(count) bytes come out, \(stated) are stated")
    } catch {
      throw Refusal(words, remark: error.description)
    }
  }

  /// Before 4.22 nobody looked how much came out of LZ4; the rest of the buffer is what it is.
  private func toleratesLess(_ codec: PayloadCodec) -> Bool {
    codec.compression == .lz4 && target.xen < XenRelease(4, 22)
  }

  private func missing(_ codec: PayloadCodec) -> Refusal {
    if codec.toolstackSince == nil {
      let function = codec.compression == .lzo ? "lzo1x" : codec.compression.rawValue
      let name = codec.compression == .lzo ? "LZO1x" : codec.name
      return Refusal(
        "xc_try_\(function)_decode: \(name) decompress support unavailable",
        remark: "Debian builds the toolstack without it")
    }
    return bzImage("unknown compression format")
  }

  private func bzImage(_ words: String, remark: String = "") -> Refusal {
    Refusal("xc_dom_probe_bzimage_kernel: \(words)", remark: remark)
  }
}
