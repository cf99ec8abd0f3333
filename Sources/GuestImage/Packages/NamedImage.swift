// SPDX-License-Identifier: Apache-2.0

import Base

/// An image that the user named: a file, or a member of a package. `linux.deb(boot/vmlinuz)`, as
/// reports call it, is one of the kernels in that package. For a command on single images,
/// `linux.deb` is the only one in it.
public struct NamedImage {
  /// The name that the user gave; `-` for standard input.
  let name: String
  /// The file to read.
  public let file: String
  /// The end of the name that selects a member, `(boot/vmlinuz)`; nil if there is none.
  public let member: String?

  /// Divides the name by `FileName.fileAndMember`. A member may be named as tar lists it,
  /// `(./boot/vmlinuz)`: it is that without the start.
  public init(_ name: String) {
    let (file, member) = FileName.fileAndMember(name)
    self.file = file
    self.member = member.map {
      $0.hasPrefix("(") ? "(" + ArchiveReader.relative(String($0.dropFirst())) : $0
    }
    self.name = file + (self.member ?? "")
  }

  /// The titles in reports, in the order of the images. They tell files of one name apart.
  ///
  /// - Parameter title: the title of a file; nil for one that is to be shortened.
  public static func titles(
    of images: [NamedImage], title: (String) -> String? = { $0.hasPrefix("/") ? nil : $0 }
  ) -> [String] {
    zip(ImageTitles(images.map(\.file), given: title).all, images).map { $0 + ($1.member ?? "") }
  }

  /// Whether a member of the package is meant.
  public func selects(_ member: KernelPackage.Member) -> Bool {
    self.member == nil || self.member == member.name
  }

  /// Opens the image; in a package, only kernels are considered.
  ///
  /// - Parameters:
  ///   - title: the name in reports; nil for the name, without the directories of an absolute path.
  ///   - limit: the maximum unpacked size of a payload or a package, in bytes.
  /// - Throws: `ImageError` as `GuestImage.open` does, and if a package has not exactly one such
  ///   kernel.
  public func open(
    title: String? = nil, limit: Int = GuestImage.standardLimit
  ) throws -> GuestImage {
    let bytes = try ImageFile.read(file, limit: limit, readsPipes: true)
    let title = title ?? Self.titles(of: [self])[0]
    let image =
      try package(in: bytes, limit: limit).map { try kernel(in: $0, title) }
      ?? GuestImage(name: name, title: title, file: bytes, limit: limit)
    try ImageFile.checkWhole()
    return image
  }

  /// Opens the image if it is in a package, as `open` does; nil if the file is not a package.
  public func openPacked(limit: Int = GuestImage.standardLimit) throws -> GuestImage? {
    let bytes = try ImageFile.read(file, limit: limit)
    return try package(in: bytes, limit: limit) == nil ? nil : open(limit: limit)
  }

  /// The package, if the file is one.
  ///
  /// - Throws: `ImageError` if its beginning is damaged, and if the name is that of a member, but
  ///   the file is not a package.
  public func package(in bytes: Bytes, limit: Int) throws(ImageError) -> KernelPackage? {
    if let package = try KernelPackage(bytes, name: file, limit: limit) { return package }
    guard let member else { return nil }
    throw ImageError(
      image: file, problem: "is not a package, so that it has no member \(member)",
      cure: "name the image itself")
  }

  /// The kernel that was named, or the only one.
  private func kernel(in package: KernelPackage, _ title: String) throws -> GuestImage {
    guard member == nil else { return try selected(in: package, title) }
    let (image, names, files) = try first(in: package, title)
    guard names.count <= 1 else { throw several(names) }
    guard let image else { throw missing(among: names, files: files) }
    return image
  }

  /// The error that the package contains several kernels; nil if it contains at most one, or the
  /// file is not a package.
  ///
  /// - Throws: `ImageError` if the file cannot be read, or the package is damaged.
  public func severalKernels(limit: Int) throws -> ImageError? {
    guard let package = try self.package(in: ImageFile.read(file, limit: limit), limit: limit)
    else {
      return nil
    }
    let names = try first(in: package, file).names
    return names.count > 1 ? several(names) : nil
  }

  private func several(_ names: [String]) -> ImageError {
    let count = names.count > Self.mostNamed ? "more than \(Self.mostNamed)" : "\(names.count)"
    return ImageError(
      image: file, problem: "contains \(count) kernel images", cure: choice(names))
  }

  private func selected(in package: KernelPackage, _ title: String) throws -> GuestImage {
    var found: GuestImage?
    try package.members(.kernels) { content in
      guard selects(content) else { return }
      let image = image(content, title, package)
      found = image.kinds.contains(.kernels) ? image : nil
    }
    guard let found else {
      let (_, names, files) = try first(in: package, title)
      throw missing(among: names, files: files)
    }
    return found
  }

  /// The error that the package has no such member.
  ///
  /// - Parameters:
  ///   - names: the ends of the names of members to choose from.
  ///   - files: the number of files in the package.
  public func missing(among names: [String], files: Int) -> ImageError {
    guard !names.isEmpty else { return ImageKinds.kernels.nothing(in: file, files: files) }
    return ImageError(
      image: file, problem: "has no kernel image \(member ?? "")", cure: choice(names))
  }

  /// The first kernel, and the ends of the names of the first ones, of which there is one more than
  /// an error lists: opening all of a large package would take long; and the number of all files.
  private func first(
    in package: KernelPackage, _ title: String
  ) throws -> (image: GuestImage?, names: [String], files: Int) {
    var (first, names): (GuestImage?, [String]) = (nil, [])
    let files = try package.members(.kernels) { content in
      guard names.count <= Self.mostNamed else { return }
      let image = image(content, title + content.name, package)
      guard image.kinds.contains(.kernels) else { return }
      first = first ?? image
      names.append(content.name)
    }
    return (first, names, files)
  }

  private func image(
    _ content: KernelPackage.Member, _ title: String, _ package: KernelPackage
  ) -> GuestImage {
    GuestImage(
      name: file + content.name, title: title, file: content.bytes, limit: package.limit)
  }

  /// The most members to name in an error.
  private static let mostNamed = 5

  /// `name 'linux.deb(boot/vmlinuz-1)' or 'linux.deb(boot/vmlinuz-2)'`
  private func choice(_ names: [String]) -> String {
    let isPassing = FileName.isPassing(file)
    let package = isPassing ? "PACKAGE" : file
    return (isPassing ? "save it to a file PACKAGE, and name " : "name ")
      + names.prefix(Self.mostNamed).map { (package + $0).shellFile }.joined(separator: " or ")
      + (names.count > Self.mostNamed ? " or another one" : "")
  }
}
