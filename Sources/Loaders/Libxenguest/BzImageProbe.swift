// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// The loader "Linux bzImage" (xg_dom_bzimageloader.c@4.17, xc_dom_probe_bzimage_kernel).
extension DomainBuild {
  /// Replaces a bzImage by its unpacked payload; leaves any other file unchanged.
  ///
  /// A payload that cannot be unpacked stays packed. A payload that is a plain ELF file is refused
  /// here, and then accepted by the ELF loader.
  mutating func unpackBzImage() throws(Refusal) {
    guard toolstack.unpacksBzImage, let header = BzImageHeader(blob) else { return }
    try check(header)
    let whole = wholePayload(header)
    guard let payload = whole ?? blob.bytes.suffix(from: header.payloadOffset) else {
      throw .reads(outside: "the file")
    }
    blob = KernelBlob(bytes: payload)
    guard let codec = PayloadCodec.recognise(payload), codec.isKnown(in: target.xen) else {
      if !toolstack.wantsKnownCodec { return }
      throw bzImage("unknown compression format")
    }
    if !toolstack.checksPayload, codec.compression == .lzma,
      header.payloadLength >= Self.mostGrown
    {
      throw Refusal(unable(codec), remark: "no memory for twice the payload's length")
    }
    do throws(Refusal) {
      blob = try whole == nil ? unpackCut(blob, codec) : unpack(blob, codec)
    } catch {
      keepFront(of: payload, codec)
      throw error
    }
  }

  /// The payload's length from which the output buffer for lzma could not be allocated: its size is
  /// an int, which started at the payload's length and was at least doubled.
  private static let mostGrown: UInt64 = 1 << 30

  /// The whole payload; nil if it is not within the file. Where the toolstack does not check that,
  /// the payload can extend to the end of the file's last mapped page, which is filled with zeros.
  private func wholePayload(_ header: BzImageHeader) -> Bytes? {
    if let inside = blob.bytes.slice(at: header.payloadOffset, count: header.payloadLength) {
      return inside
    }
    guard !toolstack.checksPayload,
      header.payloadOffset + header.payloadLength <= blob.paddedToPage.size,
      let front = blob.bytes.suffix(from: header.payloadOffset)
    else { return nil }
    let missing = Int(header.payloadLength) - front.count
    return Bytes(front.array + [UInt8](repeating: 0, count: missing))
  }

  /// Until 4.0.1 and 4.1.0, the output of a damaged lzma stream still replaced the payload, and was
  /// passed to the ELF loader.
  private mutating func keepFront(of payload: Bytes, _ codec: PayloadCodec) {
    guard !toolstack.checksPayload, codec.isInToolstack,
      (try? checkMemory(KernelBlob(bytes: payload), codec)) != nil,
      let front = codec.compression.decodeOnce(payload, room: image.limit)
    else { return }
    blob = KernelBlob(bytes: front.bytes)
  }

  private func check(_ header: BzImageHeader) throws(Refusal) {
    if header.version < BzImageHeader.oldestVersion {
      throw bzImage(
        "boot protocol too old (\(hexadecimal(UInt64(header.version), prefix: "", digits: 4)))",
        remark: "its payload is not an ELF file; check the vmlinux that it was made from")
    }
    guard toolstack.checksPayload else { return }
    if header.payloadOffset >= blob.size { throw bzImage("payload offset overflow") }
    if header.payloadOffset + header.payloadLength > blob.size {
      throw bzImage("payload length overflow")
    }
  }

  /// Unpacks a payload where the toolstack does not compare its length with the file's size. lzma
  /// and xz streams that end within the file are unpacked. Everything else depends on the memory
  /// after the file.
  private func unpackCut(
    _ payload: KernelBlob, _ codec: PayloadCodec
  ) throws(Refusal) -> KernelBlob {
    guard codec.isInToolstack else { throw missing(codec) }
    try checkMemory(payload, codec)
    if codec.compression != .gzip, let kernel = try? unpackAll(payload, codec, "") { return kernel }
    throw .reads(outside: "the file")
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
    guard codec.isInToolstack else { throw missing(codec) }
    let words = unable(codec)
    try checkMemory(payload, codec)
    if codec.compression != .lz4, codec.compression != .zstd, !toolstack.checksUnpackedSize {
      return try unpackAll(payload, codec, words)
    }
    guard payload.size >= 8, let stated = payload.unsigned(at: payload.size - 4, count: 4) else {
      throw Refusal(words, remark: "insufficient input data")
    }
    if stated > Gunzip.limit { throw Refusal("kernel image too large") }
    if codec.compression == .lzma || codec.compression == .xz {
      return try fill(Int(stated), from: payload, codec)
    }
    do throws(UnpackError) {
      if codec.compression == .lz4, toolstack.hasOwnLz4 {
        return try XenLz4(host: .toolstack, release: target.xen).kernel(
          payload.bytes, with: unpacker)
      }
      let unpacked = try unpacker.unpack(payload.bytes, codec.compression)
      let count = UInt64(unpacked.bytes.count)
      if count == stated || count < stated && unpacked.isPartial {
        return KernelBlob(bytes: unpacked.bytes, padding: stated - count)
      }
      throw .corrupt(codec.compression, "\(count) bytes come out, \(stated) are stated")
    } catch {
      throw Refusal(words, remark: error.description)
    }
  }

  /// Since 4.16 the toolstack calls liblzma once, with space for the stated size. A payload that
  /// fills the space is accepted, whatever follows in the stream or is missing from it.
  private func fill(
    _ room: Int, from payload: KernelBlob, _ codec: PayloadCodec
  ) throws(Refusal) -> KernelBlob {
    do throws(UnpackError) {
      let unpacked = try unpacker.unpack(payload.bytes, codec.compression)
      if let kernel = unpacked.bytes.slice(at: 0, count: UInt64(room)) {
        return KernelBlob(bytes: kernel)
      }
      if unpacked.isPartial {
        return KernelBlob(
          bytes: unpacked.bytes, padding: UInt64(room) - UInt64(unpacked.bytes.count))
      }
      throw .corrupt(
        codec.compression, "\(unpacked.bytes.count) bytes come out, \(room) are stated")
    } catch {
      if let stream = payload.bytes.slice(at: 0, count: payload.size - 4),
        let once = codec.compression.decodeOnce(stream, room: room), once.isSound,
        once.bytes.count == room
      {
        return KernelBlob(bytes: once.bytes)
      }
      throw Refusal(unable(codec), remark: error.description)
    }
  }

  /// liblzma refuses a stream whose dictionary exceeds its memory limit.
  private func checkMemory(_ payload: KernelBlob, _ codec: PayloadCodec) throws(Refusal) {
    guard let limit = toolstack.lzmaMemory,
      let needed = codec.compression.decoderMemory(for: payload.bytes), needed > limit
    else { return }
    throw Refusal(
      unable(codec),
      remark: "its dictionary takes liblzma \((needed + 0xfffff) >> 20) MiB, this toolstack grants "
        + "\(limit >> 20): pack it with a smaller one (xz --lzma2=dict=64MiB), or with zstd")
  }

  /// Until 4.15, lzma and xz streams are unpacked to their end, whatever size follows, if any.
  private func unpackAll(
    _ payload: KernelBlob, _ codec: PayloadCodec, _ words: String
  ) throws(Refusal) -> KernelBlob {
    do throws(UnpackError) {
      if let unpacked = try? unpacker.unpack(payload.bytes, codec.compression) {
        return KernelBlob(bytes: unpacked.bytes)
      }
      return KernelBlob(bytes: try unpacker.unpackSizeless(payload.bytes, codec.compression))
    } catch {
      throw Refusal(words, remark: error.description)
    }
  }

  private func missing(_ codec: PayloadCodec) -> Refusal {
    let remark = "Debian builds the toolstack without it"
    guard toolstack.namesMissingCodec else {
      return Refusal(unable(codec), remark: remark)
    }
    let function = codec.compression == .lzo ? "lzo1x" : codec.compression.rawValue
    let name = codec.compression == .lzo ? "LZO1x" : codec.name
    return Refusal(
      "xc_try_\(function)_decode: \(name) decompress support unavailable",
      remark: remark)
  }

  private func unable(_ codec: PayloadCodec) -> String {
    "xc_dom_probe_bzimage_kernel unable to \(codec.name) decompress kernel"
  }

  private func bzImage(_ words: String, remark: String = "") -> Refusal {
    Refusal("xc_dom_probe_bzimage_kernel: \(words)", remark: remark)
  }
}
