// SPDX-License-Identifier: Apache-2.0

import Base

/// An image that the user named for a command on single images: a file, or a member of a package.
/// `linux.deb` stands for the only kernel in it, and `linux.deb(boot/vmlinuz)`, as reports call it,
/// for one of several.
public struct NamedImage {
  /// The name that the user gave; `-` for standard input.
  let name: String
  /// The file to read.
  public let file: String
  /// The end of the name that selects a member, `(boot/vmlinuz)`; nil if there is none.
  let member: String?

  /// A file with exactly this name is that file, even if the name looks like that of a member.
  public init(_ name: String) {
    self.name = name
    let starts = FileName.exists(name) ? [] : name.indices.filter { name[$0] == "(" }
    let package = starts.map { name[..<$0] }.first { FileName.exists(String($0)) }
    file = package.map(String.init) ?? name
    member = package.map { String(name[$0.endIndex...]) }
  }

  /// The titles in reports, in the order of the images. They tell files of one name apart.
  public static func titles(of images: [NamedImage]) -> [String] {
    let files = ImageTitles(images.map(\.file)) { $0.hasPrefix("/") ? nil : $0 }.all
    return zip(files, images).map { $0 + ($1.member ?? "") }
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
    let title = title ?? Self.titles(of: [self])[0]
    let bytes = try ImageFile.read(file, limit: limit, readsPipes: true)
    guard let package = try KernelPackage(bytes, name: file, limit: limit) else {
      guard member == nil else {
        throw ImageError(
          image: file, problem: "is not a package, so that it has no member \(member ?? "")",
          cure: "name the image itself")
      }
      let image = GuestImage(name: name, title: title, file: bytes, limit: limit)
      try ImageFile.checkWhole()
      return image
    }
    let found = try kernels(of: package, title, limit)
    try ImageFile.checkWhole()
    return try only(found)
  }

  /// The kernels in a package.
  private struct Kernels {
    /// The ends of their names: `(boot/vmlinuz)`.
    var members: [String] = []
    /// The last one that was asked for.
    var image: GuestImage?
  }

  private func kernels(
    of package: KernelPackage, _ title: String, _ limit: Int
  ) throws -> Kernels {
    var (found, names) = (Kernels(), MemberNames())
    try package.members(.kernels) { content in
      let inside = names.next(content.path)
      let whole = member == nil ? title + inside : title
      let image = GuestImage(
        name: file + inside, title: whole, file: content.bytes, limit: limit)
      guard image.kinds.contains(.kernels) else { return }
      found.members.append(inside)
      if member == nil || member == inside { found.image = image }
    }
    return found
  }

  /// The kernel that was asked for, if there is exactly one.
  private func only(_ found: Kernels) throws(ImageError) -> GuestImage {
    guard !found.members.isEmpty else {
      throw ImageError(
        image: file, problem: "contains no kernel image", cure: "name the file itself")
    }
    let choice = found.members.prefix(Self.mostNamed).map { (file + $0).shellFile }
      .joined(separator: " or ")
    let rest = found.members.count - Self.mostNamed
    let cure = "name " + choice + (rest > 0 ? ", or one of \(rest) more" : "")
    guard let image = found.image else {
      throw ImageError(image: file, problem: "has no kernel image \(member ?? "")", cure: cure)
    }
    guard member != nil || found.members.count == 1 else {
      throw ImageError(
        image: file, problem: "contains \(found.members.count) kernel images", cure: cure)
    }
    return image
  }

  /// The most members to name in an error.
  private static let mostNamed = 5
}
