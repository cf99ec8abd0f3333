// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import GuestImage
import GuestTypes
import HypervisorABI

/// What every command takes that reads the types of one kernel or source tree.
struct GuestOptions: ParsableArguments {
  @Option(help: "The architecture of a source tree; an image has its own.")
  var arch: Architecture?
  @Option(
    help: "Of a module, the kernel that its BTF counts on, or that kernel's BTF.",
    completion: .file())
  var base: String?
  @OptionGroup var tree: TreeOptions

  /// The types of a kernel, which comes with them, or of a source tree.
  func source(
    _ path: String, limit: Int
  ) throws -> (types: any TypeSource, image: GuestImage?) {
    if DiffSide.isFolder(path) {
      return (try TypeSources.open(.tree(path, on: arch, with: tree.compiler)), nil)
    }
    let image = try GuestImage.open(path: path, limit: limit)
    if let problem = image.problem, RawBtf.bytes(of: image) == nil { throw problem }
    let kernel = try base.map { try GuestImage.open(path: $0, limit: limit) }
    let source = try TypeSources.open(.image(image, base: kernel))
    guard arch == nil || arch == source.architecture else {
      throw ImageError(
        image: path, problem: "a kernel for \(source.architecture)",
        cure: "omit --arch, which is for source trees")
    }
    return (source, image)
  }
}
