// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The differences between releases in the toolstack's builder (xc_dom_*.c of tools/libxc,
/// xg_dom_*.c of tools/libs/guest).
///
/// Compared in every release from 3.1 to 4.22, including stable updates; what is not listed did not
/// change. `Dialect` has the differences in libelf, which the builder calls.
struct Toolstack: Sendable {
  let release: XenRelease

  /// Before 3.1, xc_linux_build with its own ELF loader was used.
  var isLinuxBuild: Bool { release < .libelf }

  /// Refuses a PVH kernel without PHYS32_ENTRY; before, it was built as PV in an HVM container.
  var refusesPVInContainer: Bool { release >= XenRelease(4, 10) }
}

/// Differences in reading the file.
extension Toolstack {
  /// Refuses a file larger than 1 GiB (XSA-25).
  var limitsFile: Bool { release.has(.fileLimit) }

  /// Refuses an empty file with a message; before, mapping it failed.
  var namesEmptyFile: Bool { release >= XenRelease(4, 11) }

  /// Has the loader "Linux bzImage".
  var unpacksBzImage: Bool { release >= XenRelease(3, 3) }

  /// Supports codecs other than gzip, and refuses a payload in an unknown format.
  var wantsKnownCodec: Bool { release >= XenRelease(4, 0) }

  /// Prints the name of a codec that the library was built without.
  var namesMissingCodec: Bool { release >= XenRelease(4, 6) }

  /// Checks that the payload is within the file, and is unpacked without errors.
  var checksPayload: Bool { release.has(.payloadChecks) }

  /// Checks that an lzma or xz payload unpacks to the size stated at its end.
  var checksUnpackedSize: Bool { release >= XenRelease(4, 16) }

  /// Unpacks LZ4 with a copy of the hypervisor's decoder, which does not check that the output has
  /// the stated size; since 4.22 with liblz4.
  var hasOwnLz4: Bool { release < XenRelease(4, 22) }
}

/// Limits for liblzma.
extension Toolstack {
  /// The memory limit in bytes; nil for a third of the host's memory (4.0).
  var lzmaMemory: UInt64? {
    if release < XenRelease(4, 1) { return nil }
    return release.has(.largeDictionaries) ? 256 << 20 : 128 << 20
  }
}

/// Differences in parsing the kernel.
extension Toolstack {
  /// The ELF loader accepts only what libelf accepts; before, it accepted every ELF file and failed
  /// later.
  var probesNotes: Bool { release >= XenRelease(4, 7) }

  /// Refuses an ELF file without a table of section names.
  var wantsSectionNames: Bool { release < XenRelease(4, 13) }

  /// The toolstack reserves space for BSD_SYMTAB too, after libelf's.
  var reservesSymbols: Bool { release < XenRelease(4, 7) }

  /// Uses libelf's size for that space; before, it added up the tables itself.
  var takesSymbolSize: Bool { release >= XenRelease(4, 6) }

  /// Checks the guest type against the hypervisor's immediately; before, after the guest was built.
  var checksTypeFirst: Bool { release >= XenRelease(4, 16) }
}

/// Differences in building the guest.
extension Toolstack {
  /// Frames and addresses are allocated in parallel from the base, so that the area below the
  /// kernel belongs to the domain. Since 4.7 they are counted separately.
  var isFlat: Bool { release < XenRelease(4, 7) }

  /// Checks that a segment fits into the domain's memory.
  var checksSegments: Bool { release >= XenRelease(4, 0) }

  /// Checks that the initial mapping fits into the domain's memory.
  var checksMapping: Bool { release >= XenRelease(4, 3) }

  /// Builds 32-bit guests with two-level page tables.
  var buildsTwoLevels: Bool { release < XenRelease(4, 3) }

  /// Refuses auto-translated PV guests.
  var refusesTranslated: Bool { release >= XenRelease(4, 9) }

  /// Checks pointers into the guest's memory before using them (XSA-55).
  var checksPointers: Bool { release.has(.boundsChecks) }
}
