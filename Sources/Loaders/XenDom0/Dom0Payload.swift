// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// Extracts the kernel from the boot module (x86/bzimage.c@4.17, bzimage_headroom and
/// bzimage_parse; common/decompress.c@4.17). The bounds of the payload are not checked.
struct Dom0Payload {
  let image: GuestImage
  /// The boot module.
  let file: KernelBlob
  let target: Target

  private var release: XenRelease { target.xen }
  private var dialect: Dialect { Dialect(host: .hypervisor, release: release) }

  func kernel() throws(Refusal) -> KernelBlob {
    let payload = try payload()
    if RawElf.isElf(payload, dialect) { return payload }
    try checkRoom(payload)
    // Data in an unknown format is used unchanged, and refused later as not being an ELF file.
    guard let codec = PayloadCodec.recognise(payload.bytes), codec.isRead(for: .dom0, in: release)
    else { return payload }
    return try unpack(payload, codec)
  }

  private func payload() throws(Refusal) -> KernelBlob {
    guard let header = BzImageHeader(file) else { return file }
    if header.version < BzImageHeader.oldestVersion {
      let (major, minor) = (header.version >> 8, header.version & 0xff)
      throw Refusal(
        "Cannot load bzImage v\(major).\(minor < 10 ? "0" : "")\(minor)"
          + " at least v2.08 is required",
        remark: "its payload is not an ELF file; check the vmlinux that it was made from")
    }
    if let bytes = file.bytes.slice(at: header.payloadOffset, count: header.payloadLength) {
      return KernelBlob(bytes: bytes)
    }
    guard let rest = file.bytes.suffix(from: header.payloadOffset) else {
      throw Refusal("ELF: not an ELF binary", remark: "the payload lies outside the file")
    }
    return KernelBlob(bytes: rest)
  }

  /// The last four bytes are used as the unpacked size, whatever the module is.
  private func checkRoom(_ payload: KernelBlob) throws(Refusal) {
    let stated = payload.unsigned(at: payload.size &- 4, count: 4) ?? 0
    let needed = stated + payload.size + file.size
    if needed > target.memory << 20 {
      throw Refusal(
        "Not enough memory to relocate the dom0 kernel image",
        remark: "the size at its end says \(stated) bytes unpacked"
      ).needing(bytes: needed)
    }
  }

  /// Refuses settings that the hypervisor's own decoders do not support, although the libraries do
  /// (common/inflate.c, gunzip; common/xz/dec_stream.c, dec_stream_header and dec_block_header).
  private func checkSettings(
    _ payload: KernelBlob, _ codec: PayloadCodec
  ) throws(Refusal) {
    if codec.compression == .gzip, let header = GzipHeader(payload.bytes),
      header.flags.contains(.checksum)
    {
      throw Refusal(
        "Multi part input", remark: "the hypervisor knows no checksum of the gzip header (FHCRC)")
    }
    guard codec.compression == .xz, let header = XzHeader(payload.bytes) else { return }
    let isFiltered = ![[XzHeader.lzma2], [XzHeader.x86, XzHeader.lzma2]].contains(header.filters)
    if header.check > 1 || isFiltered {
      throw Refusal(
        "Input was encoded with settings that are not supported by this XZ decoder",
        remark: isFiltered
          ? "it knows LZMA2, alone or with the filter for x86"
          : "it knows no check but CRC32: pack with xz --check=crc32")
    }
  }

  private func unpack(
    _ payload: KernelBlob, _ codec: PayloadCodec
  ) throws(Refusal) -> KernelBlob {
    let stated = payload.unsigned(at: payload.size &- 4, count: 4) ?? 0
    try checkSettings(payload, codec)
    do throws(UnpackError) {
      if codec.compression == .lz4 {
        return try XenLz4(host: .hypervisor, release: release).kernel(payload.bytes, with: unpacker)
      }
      return KernelBlob(filling: stated, with: try unpacked(payload.bytes, codec.compression))
    } catch {
      throw Refusal(Self.words(error), remark: error.description)
    }
  }

  /// The message that the decoder prints.
  private static func words(_ error: UnpackError) -> String {
    switch error {
    case .corrupt(.lz4, _), .truncated(.lz4), .refused(.lz4, _): "Decoding failed"
    case .corrupt(.lzma, _): "LZMA data is corrupt"
    case .truncated(.lzma): "unexpected EOF"
    default: ""
    }
  }

  private var unpacker: PayloadUnpacker { PayloadUnpacker(image: image) }

  /// Unpacks a payload. All decoders get the whole payload and stop at the end of their stream,
  /// whatever follows. So they do not need the size after it, which the payload's length may
  /// exclude.
  private func unpacked(
    _ payload: Bytes, _ compression: Compression
  ) throws(UnpackError) -> Bytes {
    switch compression {
    case .gzip: return try unpacker.unpack(payload, .gzip).bytes
    case .lzma: return try HypervisorLzma(release: release).unpack(payload, with: unpacker)
    case .zstd: return try firstFrame(payload)
    case .bzip2, .lz4, .lzo, .xz:
      if let known = unpacker.known(payload, compression) { return known.bytes }
      return try unpacker.unpackSizeless(payload, compression)
    }
  }

  /// The maximum window of a Zstandard frame (common/zstd/zstd_internal.h, ZSTD_WINDOWLOG_MAX).
  private static let zstdWindow: UInt64 = 128 << 20

  private func firstFrame(_ payload: Bytes) throws(UnpackError) -> Bytes {
    guard let frame = ZstdFrame(payload),
      let stream = payload.slice(at: 0, count: UInt64(frame.packedSize))
    else { throw .truncated(.zstd) }
    if frame.windowSize > Self.zstdWindow {
      throw .corrupt(.zstd, "a window of \(frame.windowSize >> 20) MiB, this decoder takes 128")
    }
    if frame.packedSize + 4 == payload.count, let known = unpacker.known(payload, .zstd) {
      return known.bytes
    }
    return try unpacker.unpackSizeless(stream, .zstd)
  }
}
