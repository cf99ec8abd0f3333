// SPDX-License-Identifier: Apache-2.0

extension GuestImage {
  /// The image's file with another kernel in it, in the same container.
  ///
  /// - Parameter kernel: the new kernel; for a bzImage it must have the size of the old one.
  /// - Throws: `ImageError` if the container does not allow it.
  func file(with kernel: [UInt8]) throws(ImageError) -> [UInt8] {
    switch container.kind {
    case .elf: return kernel
    case .bzImage: return try BzImageRepack(container, of: file, name: name).bytes(kernel)
    case .gzip: break
    case .unknown:
      throw ImageError(image: name, problem: "is not an ELF file, bzImage or gzip file")
    }
    var inside = kernel
    if let inner, let file = try? container.unpacked.get() {
      inside = try BzImageRepack(inner, of: file, name: name).bytes(kernel)
    }
    guard let level = Gzip.levels.first, let packed = Gzip.pack(inside, level: level) else {
      throw ImageError(image: name, problem: PackError.library(.gzip).description)
    }
    return packed
  }

  /// Whether the file is a bzImage that is signed for Secure Boot.
  public var isSigned: Bool {
    container.kind == .bzImage && PortableExecutable(file)?.signature != nil
  }
}
