// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The loader "multiboot-binary", which is tried first: a flat image with a xen_bin_image_table,
/// similar to a multiboot header, in its first 8 KiB (xg_dom_binloader.c@4.17).
struct MultibootBinary {
  /// The offset of the table in the file.
  let place: UInt64
  let flags: UInt32
  let headerAddress: UInt32
  let loadAddress: UInt32
  let loadEnd: UInt32
  let bssEnd: UInt32
  let entry: UInt32
  private let fileSize: UInt64

  private static let magic: UInt64 = 0x336e_c578
  private static let tableSize: UInt64 = 32
  private static let searched: UInt64 = 8192

  /// Nil if the file has no such table with a valid checksum.
  init?(_ blob: KernelBlob) {
    guard blob.size > MultibootBinary.tableSize else { return nil }
    let end = min(MultibootBinary.searched, blob.size - MultibootBinary.tableSize)
    let found = stride(from: UInt64(0), to: end, by: 4).first { place in
      blob.unsigned(at: place, count: 4) == MultibootBinary.magic
        && MultibootBinary.word(blob, place, 0) &+ MultibootBinary.word(blob, place, 1)
          &+ MultibootBinary.word(blob, place, 2) == 0
    }
    guard let found else { return nil }
    place = found
    fileSize = blob.size
    flags = MultibootBinary.word(blob, found, 1)
    headerAddress = MultibootBinary.word(blob, found, 3)
    loadAddress = MultibootBinary.word(blob, found, 4)
    loadEnd = MultibootBinary.word(blob, found, 5)
    bssEnd = MultibootBinary.word(blob, found, 6)
    entry = MultibootBinary.word(blob, found, 7)
  }

  private static func word(_ blob: KernelBlob, _ place: UInt64, _ index: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: blob.unsigned(at: place + 4 * index, count: 4) ?? 0)
  }

  /// Converts the addresses to the parameters that the other loaders use.
  ///
  /// - Parameter knowsFormats: whether a flag may specify the page-table format (since 3.1).
  func parameters(knowsFormats: Bool = true) throws(Refusal) -> GuestParameters {
    // Apart from the format, only the flag for page alignment may vary.
    let mask = ~UInt32(knowsFormats ? 0xc001 : 1)
    if flags & mask != 0x1_0000 {
      throw parsing(
        "xen_bin_image_table flags required 0x00010000 found "
          + hexadecimal(UInt64(flags & mask), digits: 8))
    }
    if headerAddress < loadAddress || place < UInt64(headerAddress - loadAddress) {
      throw parsing("Invalid header_addr.")
    }
    let start = headerAddress &- UInt32(truncatingIfNeeded: place)
    let fileEnd = start &+ UInt32(truncatingIfNeeded: fileSize)
    let loadEnd = loadEnd == 0 ? fileEnd : loadEnd
    let end = bssEnd == 0 ? loadEnd : bssEnd
    if UInt64(start) + fileSize < UInt64(loadEnd) { throw parsing("Invalid load_end_addr.") }
    if end < loadEnd { throw parsing("Invalid bss_end_addr.") }
    var parameters = GuestParameters()
    parameters.virtBase = UInt64(start)
    parameters.entry = UInt64(entry)
    parameters.kernelStart = UInt64(loadAddress)
    parameters.kernelEnd = UInt64(end)
    return parameters
  }

  /// The guest type, by the two bits for the page-table format. A kernel that detects the format
  /// itself gets PAE if the hypervisor offers it.
  func guestType(_ target: Target) -> GuestTypeName {
    switch flags >> 14 & 3 {
    case 0: .pv32
    case 1: .pv32PAE
    case 2: .pv64
    default: target.offersPV32 ? .pv32PAE : .pv32
    }
  }

  private func parsing(_ words: String) -> Refusal {
    Refusal("xc_dom_parse_bin_kernel: \(words)")
  }
}
