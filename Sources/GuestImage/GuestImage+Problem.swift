// SPDX-License-Identifier: Apache-2.0

extension GuestImage {
  /// The one reason why this image cannot be judged meaningfully, or nil.
  ///
  /// Loaders have a verdict on such a file too, but one on a file that was cut off or is none of
  /// theirs tells nothing of a kernel. A boot protocol older than 2.08 is no problem: the verdict
  /// says it all.
  public var problem: ImageError? {
    if case .failure(.protocolTooOld) = innermost.unpacked { return nil }
    if file.isEmpty {
      return ImageError(image: name, problem: "is empty", cure: "give a kernel image")
    }
    if container.kind == .unknown {
      return unknownKind
    }
    guard case .failure(let error) = elf else { return nil }
    return error
  }

  /// Loaders read these codecs inside a bzImage only.
  private var unknownKind: ImageError {
    if let foreign = ForeignFile(file) { return ImageError(.foreign(foreign), in: name) }
    guard let codec = Codecs.matching(file) else {
      return ImageError(
        image: name, problem: "is not an ELF file, bzImage or gzip file",
        cure: "give a kernel image")
    }
    return ImageError(
      image: name, problem: "is a bare \(codec.compression.rawValue) file, which no loader reads",
      cure:
        "unpack it, and give what is inside; of an archive that was cut short, give the whole file")
  }

  /// Whether a limit of ours, and nothing in the file, kept the kernel from being unpacked: no
  /// loader can be asked then.
  public var isBeyondLimit: Bool {
    switch innermost.unpacked {
    case .failure(.tooLarge), .failure(.outOfMemory): true
    default: false
    }
  }
}

extension ImageError {
  init(_ error: UnpackError, in name: String) {
    var offset: UInt64?
    if case .outOfFile(let place, _) = error { offset = place }
    self.init(image: name, offset: offset, problem: error.description, cure: error.cure)
  }
}
