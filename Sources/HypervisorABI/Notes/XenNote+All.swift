// SPDX-License-Identifier: Apache-2.0

/// The notes that a kernel may have. Source: public/elfnote.h.
extension XenNote {
  public static let info = XenNote(
    0, "INFO", .string, since: XenRelease(3, 0, 3), "NAME=VALUE, informational; loaders ignore it")
  public static let entry = XenNote(
    1, "ENTRY", .address, since: XenRelease(3, 0, 3), "virtual address of the PV entry point")
  public static let hypercallPage = XenNote(
    2, "HYPERCALL_PAGE", .address, since: XenRelease(3, 0, 3),
    "virtual address of the page that Xen fills with hypercall stubs")
  public static let virtBase = XenNote(
    3, "VIRT_BASE", .address, since: XenRelease(3, 0, 3),
    "virtual address at which the kernel's memory starts")
  public static let paddrOffset = XenNote(
    4, "PADDR_OFFSET", .number, since: XenRelease(3, 0, 3),
    "what the physical addresses in the program headers are offset by")
  public static let xenVersion = XenNote(
    5, "XEN_VERSION", .string, since: XenRelease(3, 0, 3), "the interface: xen-3.0")
  public static let guestOS = XenNote(
    6, "GUEST_OS", .string, since: XenRelease(3, 0, 3), "the guest's name")
  public static let guestVersion = XenNote(
    7, "GUEST_VERSION", .string, since: XenRelease(3, 0, 3), "the guest's version")
  public static let loader = XenNote(
    8, "LOADER", .string, since: XenRelease(3, 0, 3), "the loader wanted: generic")
  public static let paeMode = XenNote(
    9, "PAE_MODE", .string, since: XenRelease(3, 0, 3), "yes, no or bimodal (32-bit PV)")
  public static let features = XenNote(
    10, "FEATURES", .string, since: XenRelease(3, 0, 3),
    "features that the guest can use (name) or requires (!name), split by |")
  public static let bsdSymtab = XenNote(
    11, "BSD_SYMTAB", .string, since: XenRelease(3, 0, 3), "yes: load the symbol table too")
  public static let hvStartLow = XenNote(
    12, "HV_START_LOW", .address, since: XenRelease(3, 0, 4),
    "lowest address at which a 32-bit hypervisor hole may start")
  public static let l1MfnValid = XenNote(
    13, "L1_MFN_VALID", .numberPairs, since: XenRelease(3, 1),
    "mask and value pairs that tell a valid L1 entry")
  public static let suspendCancel = XenNote(
    14, "SUSPEND_CANCEL", .number, since: XenRelease(3, 1), "1: a suspend may be cancelled")
  public static let initP2M = XenNote(
    15, "INIT_P2M", .address, since: XenRelease(3, 4),
    "virtual address for the initial physical-to-machine table (64-bit)")
  public static let modStartPfn = XenNote(
    16, "MOD_START_PFN", .number, since: XenRelease(4, 1),
    "1: the module may lie outside the initial mapping, start_info holds its frame")
  public static let supportedFeatures = XenNote(
    17, "SUPPORTED_FEATURES", .bitmap, since: XenRelease(4, 2),
    "bitmap of the features that the guest can use")
  public static let phys32Entry = XenNote(
    18, "PHYS32_ENTRY", .number, since: XenRelease(4, 7),
    "physical address of the 32-bit PVH entry point")
  public static let phys32Reloc = XenNote(
    19, "PHYS32_RELOC", .relocation, since: XenRelease(4, 19),
    "the PVH kernel may be moved: alignment, least and greatest physical address")

  /// All notes that a kernel may have, by number.
  public static let all: [XenNote] = [
    info, entry, hypercallPage, virtBase, paddrOffset, xenVersion, guestOS, guestVersion, loader,
    paeMode, features, bsdSymtab, hvStartLow, l1MfnValid, suspendCancel, initP2M, modStartPfn,
    supportedFeatures, phys32Entry, phys32Reloc,
  ]
}
