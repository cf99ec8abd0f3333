// SPDX-License-Identifier: Apache-2.0

extension ElfFile {
  /// An object that gcc -flto wrote, with intermediate code and no machine code: nothing can be told of
  /// it before it is linked. One that has both (-ffat-lto-objects) is like any other.
  public var isIntermediate: Bool {
    var isMarked = false
    for section in sections {
      if section.isExecutable, section.hasContents, section.size > 0 { return false }
      isMarked = isMarked || section.name.hasPrefix(".gnu.lto_")
    }
    return isMarked
  }

  /// What to say of one.
  public static func intermediate(_ image: String) -> ImageError {
    ImageError(
      image: image,
      problem: "an object of gcc -flto: intermediate code, no machine code and no types",
      cure: "link it first, or compile it with -ffat-lto-objects or without -flto")
  }
}

extension GuestImage {
  /// What there is in a file to look at: itself, what is packed in it as a whole (`.ko.xz`), or the
  /// members of an archive, packed or not.
  ///
  /// - Throws: when it cannot be unpacked, or an archive is damaged.
  public func parts() throws(ImageError) -> (images: [GuestImage], isArchive: Bool) {
    let image = try packedObject() ?? packedArchive ?? self
    guard let archive = try ElfArchive(image) else { return ([image], false) }
    return (archive.members, true)
  }
}
