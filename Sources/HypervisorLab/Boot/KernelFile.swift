// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// The kernel of a boot as a file of its own: QEMU and xl cannot open packages.
struct KernelFile {
  /// The request, in which the image is such a file.
  let request: BootRequest
  /// The directory of a kernel that was in a package; it is removed with the object.
  private let scratch: MachineDirectory?

  /// - Throws: `LabError` if the image cannot be read, or if it is a package with no kernel or
  ///   several.
  init(_ request: BootRequest) throws(LabError) {
    var request = request
    try RegularFile.check(NamedImage(request.image).file)
    guard let kernel = try Self.packed(request) else {
      (self.request, scratch) = (request, nil)
      return
    }
    let scratch = try MachineDirectory()
    request.image = try scratch.path + "/" + scratch.write("kernel", kernel.file.array)
    (self.request, self.scratch) = (request, scratch)
  }

  private static func packed(_ request: BootRequest) throws(LabError) -> GuestImage? {
    do {
      return try NamedImage(request.image).openPacked(limit: request.limit)
    } catch let error as ImageError {
      throw .unreadable(error.image, error.problem + (error.cure.map { "; " + $0 } ?? ""))
    } catch {
      throw .unreadable(request.image, "\(error)")
    }
  }
}
