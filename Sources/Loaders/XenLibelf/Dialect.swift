// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The differences between builds of libelf: the hypervisor's and the toolstack's, and those of the
/// releases.
///
/// Compared in libelf-dominfo.c, libelf-loader.c and libelf-tools.c of every release from 3.1 to
/// 4.22, including stable updates; what is not listed did not change.
public struct Dialect: Sendable {
  /// The program that libelf is built into.
  public enum Host: Sendable { case toolstack, hypervisor }

  /// The program that parses.
  public let host: Host
  /// The release of Xen.
  public let release: XenRelease

  /// The libelf of a release in the toolstack or the hypervisor.
  public init(host: Host, release: XenRelease) {
    self.host = host
    self.release = release
  }

  /// The address of the loader's copy of the image, which matters only for sums that wrap: in the
  /// toolstack a mapping of its own, in the hypervisor BOOTSTRAP_MAP_BASE (x86/setup.c@4.17),
  /// before 4.1 the mapping of all memory (DIRECTMAP_VIRT_START, asm-x86/config.h@4.0).
  var imageBase: UInt64 {
    if host == .toolstack { return 0x7f00_0000_0000 }
    return release < XenRelease(4, 1) ? 0xffff_8300_0200_0000 : 0x100_0000
  }
}

/// Differences in reading the file.
extension Dialect {
  /// Every access is checked against the image (XSA-55). Before, a header that pointed outside made
  /// the loader read other memory or crash.
  var checksBounds: Bool { release.has(.boundsChecks) }

  /// If bounds are not checked, the number of bytes after the image's last page and before its
  /// first one that the toolstack can read, because libraries and the guest's memory are mapped
  /// there. For the hypervisor nothing is assumed.
  var neighbourhood: UInt64 {
    checksBounds || isOfOneWidth || host == .hypervisor ? 0 : 2 << 20
  }

  /// Before libelf: the loader supports only the width and byte order that it was built for, and
  /// reads every image with those.
  var isOfOneWidth: Bool { release < .libelf }

  /// Loads a PT_LOAD segment that is only readable; before, it needed W or X.
  var loadsReadOnlySegments: Bool { release >= XenRelease(4, 0) }

  /// Skips section 0, which is void.
  var skipsVoidSection: Bool { release.has(.voidSection) }
}

/// Differences in the interpretation of the notes and the string.
extension Dialect {
  /// Ignores an unknown optional feature; before, it refused the image.
  public var ignoresUnknownFeatures: Bool { release >= XenRelease(4, 2) }

  /// Ignores the notes of Arm kernels.
  var skipsArmNotes: Bool { release >= XenRelease(4, 2) }

  /// In the string, HYPERCALL_PAGE is relative to VIRT_BASE, wherever that occurs; before, to the
  /// value of VIRT_BASE at that point, initially all ones.
  var addsVirtBaseLast: Bool { release >= XenRelease(4, 11) }

  /// PHYS32_ENTRY alone makes an image acceptable, and the messages mention it.
  var knowsPVH: Bool { release.has(.entryAlone) }

  /// LOADER and XEN_VERSION are checked of PVH kernels too.
  public var checksNotesOfPVH: Bool { !knowsPVH }

  /// PV and PVH are distinguished. Before, PHYS32_ENTRY also made a PV image acceptable, and
  /// VIRT_BASE, PADDR_OFFSET and ENTRY of a PVH image were used.
  var separatesPVH: Bool { release >= XenRelease(4, 16) }

  /// For PVH, PADDR_OFFSET without VIRT_BASE is accepted.
  var ignoresPaddrOffsetForPVH: Bool { release >= XenRelease(4, 18) }

  /// Whether this libelf knows a note; unknown notes are only counted. The hypervisor's parser of
  /// 3.0.3 and 3.0.4 knew the first notes (xen/common/elf.c@3.0.3).
  func knows(_ note: UInt32) -> Bool { release >= Dialect.notesSince[note] ?? .notes }

  private static let notesSince: [UInt32: XenRelease] = [
    XenNote.initP2M.number: XenRelease(3, 4),
    XenNote.modStartPfn.number: XenRelease(4, 1),
    XenNote.supportedFeatures.number: XenRelease(4, 2),
    XenNote.phys32Entry.number: XenRelease(4, 7),
    XenNote.phys32Reloc.number: XenRelease(4, 19),
  ]

  /// The feature for a token of FEATURES; nil if this release does not know it.
  public func feature(named name: String) -> XenFeature? {
    guard let feature = XenFeature.named(byLoader: name) else { return nil }
    return release >= Dialect.featuresSince[name] ?? .notes ? feature : nil
  }

  private static let featuresSince: [String: XenRelease] = [
    "dom0": XenRelease(4, 2), "hvm_callback_vector": XenRelease(4, 4),
  ]
}

/// Differences in the space for the symbols that BSD_SYMTAB requests.
extension Dialect {
  /// libelf reserves the space; before, only the toolstack did.
  var reservesSymbols: Bool { release >= XenRelease(3, 2) }

  /// The space starts after the physical end of the kernel; before, after the virtual end, so that
  /// the offset between the two was counted twice.
  var placesSymbolsPhysically: Bool { release.has(.physicalSymbols) }

  /// The space contains one symbol table and its strings; before, all tables of the file.
  var reservesOneSymbolTable: Bool { release >= XenRelease(4, 7) }

  /// Its headers have their standard sizes; before, those that the file states.
  var sizesSymbolHeaders: Bool { release >= XenRelease(4, 8) }
}

/// Differences in the messages.
extension Dialect {
  /// A refusal by `function` in the wording of this release; until 4.7 with the function's name.
  func refusal(in function: String, _ text: String, stop: String = "") -> Refusal {
    release >= XenRelease(4, 8) ? Refusal(text) : Refusal("\(function): ERROR: \(text)\(stop)")
  }

  /// Whether the messages quote the value that was found instead of the expected one.
  var quotesStrings: Bool { release >= XenRelease(4, 4) }
}

extension XenRelease {
  /// The first release whose loaders use libelf.
  static let libelf = XenRelease(3, 1)

  /// The first release whose loaders read notes.
  static let notes = XenRelease(3, 0, 3)

  /// Whether its libelf checks that accesses are within the image (XSA-55).
  public var checksImageBounds: Bool { has(.boundsChecks) }

  /// Whether its loaders read notes; 3.0.0 and 3.0.2 read only the string in `__xen_guest`.
  public var readsNotes: Bool { self >= .notes }
}
