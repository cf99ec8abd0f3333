// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// One domain being built from one image: the calls that libxl makes, in their order.
struct DomainBuild {
  let image: GuestImage
  let mode: GuestMode
  let target: Target

  /// What the loaders look at; the bzImage loader leaves its payload here.
  var blob: KernelBlob
  /// What kind of guest it is, once that is known: `xen-3.0-x86_64`.
  var guestType: String?

  init(image: GuestImage, mode: GuestMode, target: Target) {
    self.image = image
    self.mode = mode
    self.target = target
    blob = KernelBlob(bytes: image.file)
  }

  var dialect: Dialect { Dialect(host: .toolstack, release: target.xen) }
  var unpacker: PayloadUnpacker { PayloadUnpacker(image: image) }

  /// The reason for a refusal, or nil.
  mutating func run() -> Refusal? {
    do throws(Refusal) {
      try readFile()
      let (parameters, type) = try parseImage()
      guestType = type
      try GuestCapabilities(target).check(type)
      var memory = DomainMemory(base: parameters.virtBase ?? 0)
      switch mode {
      case .pv: try PVBuild(parameters: parameters, type: type).run(&memory)
      case .pvh, .hvm, .shim: try PVHBuild(parameters: parameters).run(&memory)
      }
      return nil
    } catch {
      return error
    }
  }

  /// xc_dom_kernel_file: reads the file and unpacks a gzip.
  private mutating func readFile() throws(Refusal) {
    if image.file.isEmpty { throw Refusal("'\(image.name)': zero length file") }
    if blob.size > Gunzip.limit { throw Refusal("tried to map file which is too large") }
    if let unpacked = try Gunzip.unpack(blob, with: unpacker) { blob = unpacked }
  }
}
