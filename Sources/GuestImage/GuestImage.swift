// SPDX-License-Identifier: Apache-2.0

import Base

/// A kernel image with all that is known of it before anybody judges it.
public struct GuestImage: Sendable {
  /// What a payload may unpack to unless the user says otherwise: 1 GiB.
  public static let standardLimit = 1 << 30

  /// As the user named it; `-` for standard input.
  public let name: String
  /// As reports call it, which do not depend on where a file lies: without the directories of an
  /// absolute path, unless the image was found below one that the user named.
  public let title: String
  /// The file's own bytes.
  public let file: Bytes
  /// The most bytes that whatever is packed in it may unpack to.
  public let limit: Int
  /// What the file is wrapped in.
  public let container: Container
  /// The bzImage inside a gzip, which the toolstack unpacks in turn; nil when there is none.
  public let inner: Container?
  /// What libelf (elfutils) makes of the kernel; a failure when nothing was unpacked, or it is no
  /// ELF, or its tables are cut off.
  public let elf: Result<ElfFile, ImageError>

  /// The kernel inside, when it unpacked: what a loader parses.
  public var kernel: Bytes? { try? innermost.unpacked.get() }

  /// The last wrapping before the kernel.
  public var innermost: Container { inner ?? container }

  /// Takes an image from memory. Whatever is wrong with it is a fact in `container` or `elf`.
  ///
  /// - Parameters:
  ///   - title: as reports call it; nil for the name, without the directories of an absolute path.
  ///   - limit: the most bytes that a payload may unpack to.
  ///   - extent: how much of a packed kernel is wanted.
  public init(
    name: String, title: String? = nil, file: Bytes, limit: Int = GuestImage.standardLimit,
    upTo extent: Extent = .all
  ) {
    let options = UnpackOptions(limit: limit, reach: extent.reach)
    self.init(name: name, title: title, file: file, options)
  }

  init(name: String, title: String? = nil, file: Bytes, _ options: UnpackOptions) {
    self.name = name
    self.title = title ?? FileName.display(name)
    self.file = file
    limit = options.limit
    container = Container(file, options)
    inner = Container(inside: container, options)
    let last = inner ?? container
    elf = last.unpacked
      .mapError { ImageError($0, in: name) }
      .flatMap { kernel in
        // What comes out of a gzip is named, too.
        if !ElfFile.hasMagic(kernel), let foreign = ForeignFile(kernel) {
          return .failure(ImageError(.foreign(foreign), in: name))
        }
        return Result { () throws(ImageError) in
          try ElfFile(kernel, name: name, isPartial: last.isPartial)
        }
      }
  }

  /// Opens an image: a regular file's path, or `-` for standard input.
  ///
  /// - Parameters:
  ///   - limit: the most bytes that a payload may unpack to, and that standard input may have; a
  ///     file may have 4 GiB in any case.
  ///   - extent: how much of a packed kernel is wanted.
  ///   - readsPipes: a pipe is read to its end, as standard input is; for what the user named.
  /// - Throws: when there are no bytes to look at: no such file, a directory, a FIFO, a device,
  ///   empty, unreadable, longer than the limit, cut off meanwhile.
  public static func open(
    path: String, limit: Int = GuestImage.standardLimit, upTo extent: Extent = .all,
    readsPipes: Bool = false
  ) throws(ImageError) -> GuestImage {
    let file = try ImageFile.read(path, limit: limit, readsPipes: readsPipes)
    let image = GuestImage(name: path, file: file, limit: limit, upTo: extent)
    try ImageFile.checkWhole()
    return image
  }
}
