// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// What the releases changed in the toolstack's builder (xc_dom_*.c of tools/libxc, xg_dom_*.c of
/// tools/libs/guest).
///
/// Read in every release from 3.1 to 4.22, stable updates included; what is not listed has not
/// changed there. The parser that it calls is `Dialect`'s.
struct Toolstack: Sendable {
  let release: XenRelease

  /// Before 3.1, xc_linux_build and its own ELF loader did it all.
  var isLinuxBuild: Bool { release < .libelf }

  /// A PVH kernel without PHYS32_ENTRY is refused; before, it went on as PV in an HVM container.
  var refusesPVInContainer: Bool { release >= XenRelease(4, 10) }
}

/// Reading the file.
extension Toolstack {
  /// A file over 1 GiB is refused (XSA-25).
  var limitsFile: Bool { release.has(.fileLimit) }

  /// An empty file is refused for that; before, it could not be mapped.
  var namesEmptyFile: Bool { release >= XenRelease(4, 11) }

  /// The loader "Linux bzImage".
  var unpacksBzImage: Bool { release >= XenRelease(3, 3) }

  /// It knows other codecs than gzip, and what is packed otherwise is refused.
  var wantsKnownCodec: Bool { release >= XenRelease(4, 0) }

  /// A codec that the library was built without is reported by name.
  var namesMissingCodec: Bool { release >= XenRelease(4, 6) }

  /// The payload must lie in the file, and unpack without a fault.
  var checksPayload: Bool { release.has(.payloadChecks) }

  /// What an lzma or xz payload unpacks to must have the size that stands at its end.
  var checksUnpackedSize: Bool { release >= XenRelease(4, 16) }

  /// LZ4 is unpacked by a copy of the hypervisor's decoder, which does not look whether all that is stated
  /// came out; then by liblz4.
  var hasOwnLz4: Bool { release < XenRelease(4, 22) }
}

/// What liblzma may take.
extension Toolstack {
  /// In bytes; nil for a third of the host's memory (4.0).
  var lzmaMemory: UInt64? {
    if release < XenRelease(4, 1) { return nil }
    return release.has(.largeDictionaries) ? 256 << 20 : 128 << 20
  }
}

/// Parsing it.
extension Toolstack {
  /// The ELF loader only takes what libelf takes; before, it took every ELF and then failed.
  var probesNotes: Bool { release >= XenRelease(4, 7) }

  /// An ELF without a table of section names is refused.
  var wantsSectionNames: Bool { release < XenRelease(4, 13) }

  /// The toolstack reserves room for BSD_SYMTAB too, behind libelf's.
  var reservesSymbols: Bool { release < XenRelease(4, 7) }

  /// It takes libelf's size for that; before, it added up the tables by itself.
  var takesSymbolSize: Bool { release >= XenRelease(4, 6) }

  /// The kind of guest is compared with the hypervisor's at once; before, when the guest was built.
  var checksTypeFirst: Bool { release >= XenRelease(4, 16) }
}

/// Building the guest.
extension Toolstack {
  /// Frames and addresses run side by side from the base on: what lies below the kernel is a part
  /// of the domain. From 4.7 on the two are counted apart.
  var isFlat: Bool { release < XenRelease(4, 7) }

  /// A segment must fit into the domain's memory.
  var checksSegments: Bool { release >= XenRelease(4, 0) }

  /// So must what the first page tables map.
  var checksMapping: Bool { release >= XenRelease(4, 3) }

  /// 32-bit guests whose page tables have two levels.
  var buildsTwoLevels: Bool { release < XenRelease(4, 3) }

  /// Auto-translated PV guests are refused.
  var refusesTranslated: Bool { release >= XenRelease(4, 9) }

  /// A pointer into the guest's memory is looked at before it is used (XSA-55).
  var checksPointers: Bool { release.has(.boundsChecks) }
}
