// SPDX-License-Identifier: Apache-2.0

extension GuestImage {
  /// The reason why this image cannot be checked meaningfully; nil if it can.
  ///
  /// Loaders give a verdict on any file, but their verdict on a truncated file, or on one of
  /// another format, does not say anything about a kernel. A boot protocol older than 2.08 is not
  /// such a problem: there the verdict is complete.
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

  /// The error for a file of an unknown type. Loaders support the other codecs only inside a
  /// bzImage.
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
        "unpack it and give its content; if it is an archive that was cut short, give the whole file"
    )
  }

  /// Whether the kernel could not be unpacked because of a limit of pvkit, not because of the file.
  /// The loaders' models cannot be run then.
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
