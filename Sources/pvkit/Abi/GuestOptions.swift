// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import GuestImage
import GuestTypes
import HypervisorABI
import SystemPackage

/// The options of commands that read the types of one kernel or source tree.
struct GuestOptions: ParsableArguments {
  @Option(help: "The architecture of a source tree; an image has its own.")
  var arch: Architecture?
  @OptionGroup var base: BaseOption
  @OptionGroup var tree: TreeOptions

  /// The types of a source tree, or of each kernel in a file.
  func sources(_ path: String, limit: Int) throws -> [(types: any TypeSource, image: GuestImage?)] {
    if FilePath(named: path).leadsToDirectory { return try sources(ofTree: path) }
    let file = try NamedImage(path).open(limit: limit)
    return try sources(of: file, base: base.kernel(limit: limit))
  }

  /// The types that the headers of a source tree declare.
  func sources(ofTree path: String) throws -> [(types: any TypeSource, image: GuestImage?)] {
    [(try TypeSources.open(.tree(path, on: arch, with: tree.compiler)), nil)]
  }

  /// The types of each kernel, module or object in a file, with the image that contains them. For
  /// an archive, only members that have types.
  ///
  /// - Parameters:
  ///   - kernel: the kernel that `base` names.
  ///   - isOptional: whether it is not an error if there are no types.
  func sources(
    of file: GuestImage, base kernel: GuestImage?, isOptional: Bool = false
  ) throws -> [(types: any TypeSource, image: GuestImage?)] {
    let sources = try BaseOption.sources(of: file, base: kernel, isOptional: isOptional)
    for source in sources where arch != nil && arch != source.types.architecture {
      throw ImageError(
        image: file.name, problem: "a kernel for \(source.types.architecture)",
        cure: "omit --arch, which is for source trees")
    }
    return sources.map { ($0.types, $0.image) }
  }

  /// The types of a tree or file that contains only one kernel.
  func source(
    _ path: String, limit: Int
  ) throws -> (types: any TypeSource, image: GuestImage?) {
    try BaseOption.only(sources(path, limit: limit), of: path)
  }
}

/// The kernel of a module; the module's BTF refers to the kernel's types.
struct BaseOption: ParsableArguments {
  @Option(
    help: "The kernel that the BTF of a module refers to, or that kernel's BTF.",
    completion: .file())
  var base: String?

  /// The types of each kernel, module or object in a file.
  func sources(
    _ path: String, limit: Int
  ) throws -> [(types: any TypeSource, image: GuestImage)] {
    let file = try NamedImage(path).open(limit: limit)
    return try Self.sources(of: file, base: kernel(limit: limit))
  }

  /// The kernel that --base names; nil without the option.
  func kernel(limit: Int) throws -> GuestImage? {
    guard let base else { return nil }
    let file = try NamedImage(base).open(limit: limit)
    return try file.packedObject() ?? file
  }

  static func sources(
    of file: GuestImage, base kernel: GuestImage?, isOptional: Bool = false
  ) throws -> [(types: any TypeSource, image: GuestImage)] {
    if RawBtf.bytes(of: file) != nil {
      return [(try TypeSources.open(.image(file, base: kernel)), file)]
    }
    let (images, isArchive) = try file.parts()
    let found = try images.compactMap { image -> (any TypeSource, GuestImage)? in
      if let problem = image.problem { throw problem }
      let origin = TypeOrigin.image(image, base: kernel)
      let types =
        isArchive || isOptional ? try TypeSources.find(origin) : try TypeSources.open(origin)
      return types.map { ($0, image) }
    }
    guard let first = images.first, found.isEmpty, !isOptional else { return found }
    return [(try TypeSources.open(.image(first, base: kernel)), first)]
  }

  static func only<Image>(
    _ sources: [(types: any TypeSource, image: Image)], of path: String
  ) throws -> (types: any TypeSource, image: Image) {
    guard sources.count == 1 else {
      throw ImageError(
        image: path, problem: "an archive of \(sources.count) objects with types",
        cure: "extract one object (ar x), or use pvkit abi verify")
    }
    return sources[0]
  }
}
