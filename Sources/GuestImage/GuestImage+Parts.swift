// SPDX-License-Identifier: Apache-2.0

extension ElfFile {
  /// Whether it is an object file of gcc -flto that contains intermediate code only. Such a file
  /// cannot be checked before it is linked. A file that also has machine code (-ffat-lto-objects)
  /// is treated like any other.
  public var isIntermediate: Bool {
    var isMarked = false
    for section in sections {
      if section.isExecutable, section.hasContents, section.size > 0 { return false }
      isMarked = isMarked || section.name.hasPrefix(".gnu.lto_")
    }
    return isMarked
  }

  /// The error for an object file with intermediate code only.
  public static func intermediate(_ image: String) -> ImageError {
    ImageError(
      image: image,
      problem: "an object of gcc -flto: intermediate code, no machine code and no types",
      cure: "link it first, or compile it with -ffat-lto-objects or without -flto")
  }
}

extension GuestImage {
  /// The images in a file: the file itself, the object file that is packed in it (`.ko.xz`), or the
  /// members of an archive, packed or not.
  ///
  /// - Returns: the images, and whether they are members of an archive.
  /// - Throws: `ImageError` if the file cannot be unpacked or an archive is damaged.
  public func parts() throws(ImageError) -> (images: [GuestImage], isArchive: Bool) {
    let image = try packedObject() ?? packedArchive ?? self
    guard let archive = try ElfArchive(image) else { return ([image], false) }
    return (archive.members, true)
  }
}
