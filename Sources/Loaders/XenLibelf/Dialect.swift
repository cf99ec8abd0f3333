// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// What differs between the builds of libelf: the hypervisor's and the toolstack's, and what the
/// releases changed.
///
/// Read in libelf-dominfo.c, libelf-loader.c and libelf-tools.c of every release from 3.1 to 4.22,
/// stable updates included; what is not listed has not changed there.
public struct Dialect: Sendable {
  /// Whose build it is.
  public enum Host: Sendable { case toolstack, hypervisor }

  /// Who parses.
  public let host: Host
  /// The release of Xen that the build is from.
  public let release: XenRelease

  public init(host: Host, release: XenRelease) {
    self.host = host
    self.release = release
  }

  /// Where the loader's copy of the image lies. Only sums that wrap can tell: the toolstack's in
  /// a mapping of its own, the hypervisor's at BOOTSTRAP_MAP_BASE (x86/setup.c@4.17), and before 4.1 in
  /// the mapping of all memory (DIRECTMAP_VIRT_START, asm-x86/config.h@4.0).
  var imageBase: UInt64 {
    if host == .toolstack { return 0x7f00_0000_0000 }
    return release < XenRelease(4, 1) ? 0xffff_8300_0200_0000 : 0x100_0000
  }
}

/// How the file is read.
extension Dialect {
  /// Every access is checked against the image (XSA-55). Before, a header that leads outside made
  /// the loader read what happened to be there, or die of it.
  var checksBounds: Bool { release.has(.boundsChecks) }

  /// Where bounds are not checked: how many bytes behind the image's last page and before its first
  /// the toolstack can read, for the libraries and the guest's memory that it has mapped there. Of the
  /// hypervisor nothing is assumed.
  var neighbourhood: UInt64 {
    checksBounds || isOfOneWidth || host == .hypervisor ? 0 : 2 << 20
  }

  /// Before libelf: a loader for one width and byte order, those that it was built for. The image is
  /// taken for one of those.
  var isOfOneWidth: Bool { release < .libelf }

  /// A PT_LOAD that can only be read is loaded; before, one needed W or X.
  var loadsReadOnlySegments: Bool { release >= XenRelease(4, 0) }

  /// Section 0, which is void, is passed over.
  var skipsVoidSection: Bool { release.has(.voidSection) }
}

/// What the notes and the string mean.
extension Dialect {
  /// An optional feature that nobody knows is ignored; before, it refused the image.
  public var ignoresUnknownFeatures: Bool { release >= XenRelease(4, 2) }

  /// Notes for Arm are not looked at, whatever they say.
  var skipsArmNotes: Bool { release >= XenRelease(4, 2) }

  /// In the string, HYPERCALL_PAGE is taken from VIRT_BASE wherever that stands; before, from what
  /// VIRT_BASE was so far, all ones at first.
  var addsVirtBaseLast: Bool { release >= XenRelease(4, 11) }

  /// PHYS32_ENTRY alone makes an image acceptable, and the words mention it.
  var knowsPVH: Bool { release.has(.entryAlone) }

  /// PV and PVH are told apart: before, PHYS32_ENTRY let a PV image pass as well, and a PVH
  /// image's VIRT_BASE, PADDR_OFFSET and ENTRY counted.
  var separatesPVH: Bool { release >= XenRelease(4, 16) }

  /// PADDR_OFFSET without VIRT_BASE no longer matters to PVH.
  var ignoresPaddrOffsetForPVH: Bool { release >= XenRelease(4, 18) }

  /// The release of libelf that first knew the note; a note that it does not know it only counts.
  /// The hypervisor's parser of 3.0.3 and 3.0.4 knew the first notes (xen/common/elf.c@3.0.3).
  func knows(_ note: UInt32) -> Bool { release >= Dialect.notesSince[note] ?? .notes }

  private static let notesSince: [UInt32: XenRelease] = [
    XenNote.initP2M.number: XenRelease(3, 4),
    XenNote.modStartPfn.number: XenRelease(4, 1),
    XenNote.supportedFeatures.number: XenRelease(4, 2),
    XenNote.phys32Entry.number: XenRelease(4, 7),
    XenNote.phys32Reloc.number: XenRelease(4, 19),
  ]

  /// The feature that a token of FEATURES stands for, when this release knows it.
  public func feature(named name: String) -> XenFeature? {
    guard let feature = XenFeature.named(byLoader: name) else { return nil }
    return release >= Dialect.featuresSince[name] ?? .notes ? feature : nil
  }

  private static let featuresSince: [String: XenRelease] = [
    "dom0": XenRelease(4, 2), "hvm_callback_vector": XenRelease(4, 4),
  ]
}

/// The room for the symbols that BSD_SYMTAB asks for.
extension Dialect {
  /// libelf reserves it; before, the toolstack alone did.
  var reservesSymbols: Bool { release >= XenRelease(3, 2) }

  /// It begins behind the physical end; before, behind the virtual one, so that the offset between
  /// the two counted twice.
  var placesSymbolsPhysically: Bool { release.has(.physicalSymbols) }

  /// It holds one symbol table and its strings; before, all tables of the file.
  var reservesOneSymbolTable: Bool { release >= XenRelease(4, 7) }

  /// Its headers have the sizes of their structures; before, those that the file states.
  var sizesSymbolHeaders: Bool { release >= XenRelease(4, 8) }
}

/// How it speaks.
extension Dialect {
  /// A complaint of `function`, as this release words it: until 4.7 with the function's name.
  func refusal(in function: String, _ text: String, stop: String = "") -> Refusal {
    release >= XenRelease(4, 8) ? Refusal(text) : Refusal("\(function): ERROR: \(text)\(stop)")
  }

  /// Whether the words quote what was found instead of what was wanted.
  var quotesStrings: Bool { release >= XenRelease(4, 4) }
}

extension XenRelease {
  /// The first whose loaders are built on libelf.
  static let libelf = XenRelease(3, 1)

  /// The first whose loaders read notes.
  static let notes = XenRelease(3, 0, 3)

  /// Whether its libelf looks whether what it reads lies in the image (XSA-55).
  public var checksImageBounds: Bool { has(.boundsChecks) }

  /// Whether its loaders read notes; 3.0.2's only the string `__xen_guest`.
  public var readsNotes: Bool { self >= .notes }
}
