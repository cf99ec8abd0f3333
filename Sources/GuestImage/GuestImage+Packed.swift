// SPDX-License-Identifier: Apache-2.0

extension GuestImage {
  /// The object in a file that is packed as a whole, as distributions pack modules (`.ko.xz`,
  /// `.ko.zst`). Loaders read these codecs inside a bzImage only, so that it is no kernel to boot.
  ///
  /// - Returns: nil when it is not packed so, or no ELF is inside.
  public func packedObject() throws(ImageError) -> GuestImage? {
    guard container.kind == .unknown, let codec = Codecs.matching(file) else { return nil }
    do {
      // What else is packed so may be large.
      let front = UnpackOptions(limit: limit, reach: { _ in ElfFile.magicBytes })
      guard ElfFile.hasMagic(try Codecs.unpack(file, with: codec, front).bytes) else { return nil }
      let object = try Codecs.unpack(file, with: codec, UnpackOptions(limit: limit)).bytes
      return GuestImage(name: name, title: title, file: object, limit: limit)
    } catch {
      throw ImageError(error, in: name)
    }
  }

  /// The archive in a file that is packed as a whole; nil when it is not packed so, or none is inside.
  var packedArchive: GuestImage? {
    guard let contents = plainContents,
      ElfArchive.magics.contains(where: { contents.starts(with: Array($0.utf8)) })
    else { return nil }
    return GuestImage(name: name, title: title, file: contents, limit: limit)
  }

  /// What a file holds that is packed as a whole, whatever that is; nil when it is not packed so, or
  /// does not unpack.
  public var plainContents: Bytes? {
    if container.kind == .gzip { return try? container.unpacked.get() }
    guard container.kind == .unknown, let codec = Codecs.matching(file) else { return nil }
    return try? Codecs.unpack(file, with: codec, UnpackOptions(limit: limit)).bytes
  }
}
