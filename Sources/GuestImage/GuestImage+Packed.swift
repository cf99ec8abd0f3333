// SPDX-License-Identifier: Apache-2.0

extension GuestImage {
  /// The object file in a file that is packed as a whole, as distributions pack modules (`.ko.xz`,
  /// `.ko.zst`). Loaders support these codecs only inside a bzImage, so that such a file cannot be
  /// a bootable kernel.
  ///
  /// - Returns: nil if the file is not packed in this way, or does not contain an ELF file.
  /// - Throws: `ImageError` if it cannot be unpacked.
  public func packedObject() throws(ImageError) -> GuestImage? {
    guard container.kind == .unknown, let codec = Codecs.matching(file) else { return nil }
    do {
      // Unpack only the magic first: a packed file of another kind can be large.
      let front = UnpackOptions(limit: limit, reach: { _ in ElfFile.magicBytes })
      guard ElfFile.hasMagic(try Codecs.unpack(file, with: codec, front).bytes) else { return nil }
      let object = try Codecs.unpack(file, with: codec, UnpackOptions(limit: limit)).bytes
      return GuestImage(name: name, title: title, file: object, limit: limit)
    } catch {
      throw ImageError(error, in: name)
    }
  }

  /// The archive in a file that is packed as a whole; nil if there is none.
  var packedArchive: GuestImage? {
    guard let contents = plainContents,
      ElfArchive.magics.contains(where: { contents.starts(with: Array($0.utf8)) })
    else { return nil }
    return GuestImage(name: name, title: title, file: contents, limit: limit)
  }

  /// The content of a file that is packed as a whole, whatever it is; nil if the file is not packed
  /// in this way or cannot be unpacked.
  public var plainContents: Bytes? {
    if container.kind == .gzip { return try? container.unpacked.get() }
    guard container.kind == .unknown, let codec = Codecs.matching(file) else { return nil }
    return try? Codecs.unpack(file, with: codec, UnpackOptions(limit: limit)).bytes
  }
}
