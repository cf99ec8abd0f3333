// SPDX-License-Identifier: Apache-2.0

import CDeflate

/// Rebuilds a bzImage around another kernel of the same size.
///
/// The boot code before the payload contains the packed and the unpacked length, and finds the
/// relocations by the end of the unpacked kernel. So the payload keeps its offset, its length and
/// the size at its end, and a shorter stream is padded.
struct BzImageRepack {
  private let container: Container
  private let file: Bytes
  private let name: String

  init(_ container: Container, of file: Bytes, name: String) {
    self.container = container
    self.file = file
    self.name = name
  }

  /// The whole new file. A signature is removed, because it would not be valid any more. The
  /// checksum that Linux's build puts at the end is recomputed, if the old one was valid.
  func bytes(_ kernel: [UInt8]) throws(ImageError) -> [UInt8] {
    guard let payload = container.payload, let old = try? container.unpacked.get() else {
      throw ImageError(image: name, problem: "the payload cannot be unpacked")
    }
    guard kernel.count == old.count else {
      throw ImageError(
        image: name,
        problem:
          "the kernel has \(kernel.count) bytes, and the boot code has \(old.count) built in "
          + "(z_output_len)")
    }
    let packed = try pack(kernel, into: payload)
    // The only copy of the file, which can be large.
    var new = file.array
    PortableExecutable(file)?.unsign(&new)
    let start = payload.range.lowerBound - file.range.lowerBound
    guard start + packed.count <= new.count else {
      throw ImageError(image: name, problem: "the payload reaches into the signature")
    }
    let hasChecksum = Self.checksum(new[...]) == 0
    new.replaceSubrange(start..<start + packed.count, with: packed)
    if hasChecksum { Self.appendChecksum(&new) }
    return new
  }

  private func pack(_ kernel: [UInt8], into payload: Bytes) throws(ImageError) -> [UInt8] {
    guard let compression = container.compression else { return kernel }
    let codec = Codecs.matching(payload)
    let tail = payload.suffix(from: UInt64(payload.count - (codec?.endsInSize == true ? 0 : 4)))
    let size = payload.count - (tail?.count ?? 0)
    do throws(PackError) {
      guard let codec = codec as? any PackingCodec.Type else { throw .notPacked(compression) }
      return try codec.pack(kernel, into: size) + (tail?.array ?? [])
    } catch {
      throw ImageError(
        image: name, offset: UInt64(payload.range.lowerBound - file.range.lowerBound),
        problem: error.description, cure: "build the bzImage again around the changed vmlinux")
    }
  }
}

extension BzImageRepack {
  /// The CRC32 as Linux's build computes it (arch/x86/boot/tools/build.c), without the final
  /// inversion. It is 0 over a file that ends in its own checksum.
  private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    ~bytes.withUnsafeBytes { libdeflate_crc32(0, $0.baseAddress, $0.count) }
  }

  private static func appendChecksum(_ file: inout [UInt8]) {
    let sum = checksum(file.dropLast(4))
    let bytes = (0..<4).map { UInt8(truncatingIfNeeded: sum >> (8 * $0)) }
    file.replaceSubrange(file.count - 4..<file.count, with: bytes)
  }
}
