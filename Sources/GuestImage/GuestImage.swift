// SPDX-License-Identifier: Apache-2.0

import Base

/// A kernel image with the facts about it, before any check.
public struct GuestImage: Sendable {
  /// The default limit on the unpacked size of a payload, in bytes: 1 GiB.
  public static let standardLimit = 1 << 30

  /// The name that the user gave; `-` for standard input.
  public let name: String
  /// The name in reports, which do not depend on where a file is located: an absolute path without
  /// its directories, unless the image was found below a directory that the user named.
  public let title: String
  /// Where a project file names the image, for errors: `.pvkit.toml:3:11`; nil if it does not.
  public var origin: String?
  /// The bytes of the file.
  public let file: Bytes
  /// The maximum unpacked size of anything packed in it, in bytes.
  public let limit: Int
  /// The container of the kernel.
  public let container: Container
  /// The bzImage inside a gzip file, which the toolstack unpacks in turn; nil if there is none.
  public let inner: Container?
  /// The kernel as libelf (elfutils) reads it; a failure if nothing was unpacked, if the kernel is
  /// not an ELF file, or if its tables are truncated.
  public let elf: Result<ElfFile, ImageError>
  /// What was computed from parts of it.
  let answers: RememberedParts

  /// The unpacked kernel, which a loader parses; nil if it could not be unpacked.
  public var kernel: Bytes? { try? innermost.unpacked.get() }

  /// The innermost container, which contains the kernel.
  public var innermost: Container { inner ?? container }

  /// Reads an image from memory. Errors are recorded in `container` and `elf`.
  ///
  /// - Parameters:
  ///   - name: the name that the user gave.
  ///   - title: the name in reports; nil for `name`, an absolute path without its directories.
  ///   - file: the bytes of the file.
  ///   - limit: the maximum unpacked size of a payload, in bytes.
  ///   - extent: how much of a packed kernel to unpack.
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
    answers = RememberedParts(limit: options.limit)
    container = Container(file, options)
    inner = Container(inside: container, options)
    let last = inner ?? container
    elf = last.unpacked
      .mapError { ImageError($0, in: name) }
      .flatMap { kernel in
        // The content of a gzip file is identified too.
        if !ElfFile.hasMagic(kernel), let foreign = ForeignFile(kernel) {
          return .failure(ImageError(.foreign(foreign), in: name))
        }
        return Result { () throws(ImageError) in
          try ElfFile(kernel, name: name, isPartial: last.isPartial)
        }
      }
  }

  /// Opens an image file.
  ///
  /// - Parameters:
  ///   - path: the path of a regular file; `-` for standard input.
  ///   - limit: the maximum unpacked size of a payload, and the maximum size of standard input, in
  ///     bytes. A regular file can always have up to 4 GiB.
  ///   - extent: how much of a packed kernel to unpack.
  ///   - readsPipes: whether a pipe is read to its end, like standard input; for paths that the
  ///     user named.
  /// - Throws: `ImageError` if there are no bytes to read: the file does not exist, is a directory,
  ///   FIFO or device, is empty, not readable or longer than the limit, or was truncated while it
  ///   was read.
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
