// SPDX-License-Identifier: Apache-2.0

/// A release of Xen, such as `3.0.2` or `4.17`.
///
/// Releases are ordered by number, so that `since <= release` tells whether something existed in
/// it.
public struct XenRelease: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The first number, 4 in 4.17.
  public let major: Int
  /// The second number, 17 in 4.17.
  public let minor: Int
  /// The third number, 2 in 3.0.2; 0 if there is none.
  public let patch: Int

  /// A release by its numbers.
  public init(_ major: Int, _ minor: Int, _ patch: Int = 0) {
    self.major = major
    self.minor = minor
    self.patch = patch
  }

  /// Parses `4.17`, `3.0.2` or `4.17.7`; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Int($0) }
    guard (2...3).contains(parts.count), numbers.count == parts.count,
      numbers.allSatisfy({ (0...999).contains($0) })
    else { return nil }
    self.init(numbers[0], numbers[1], numbers.count == 3 ? numbers[2] : 0)
  }

  /// The release as text, without a third number of 0; but 3.0.0, because 3.0 is a series whose
  /// releases differ.
  public var description: String {
    let isSeries = patch == 0 && self != .v3_0_0
    return isSeries ? "\(major).\(minor)" : "\(major).\(minor).\(patch)"
  }

  public static func < (left: XenRelease, right: XenRelease) -> Bool {
    (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
  }
}

extension XenRelease {
  /// The releases that the model describes, oldest first.
  public static let modelled: [XenRelease] =
    [.v3_0_0, .v3_0_2, .v3_0_3, .v3_0_4]
    + (1...4).map { XenRelease(3, $0) } + (0...22).map { XenRelease(4, $0) }

  /// Whether its hypervisor could be built for 32-bit guests with two-level page tables; such a
  /// build did not run any other guests. Source: xen/arch/x86/Rules.mk@3.2 and 3.3.
  public var canBeWithoutPAE: Bool { self < XenRelease(3, 3) }

  /// The default of every command without `--xen`: the release in Debian 12.
  public static let standard = XenRelease(4, 17)
}

extension XenRelease {
  /// Releases before 3.0.0, whose interface is another one, for 32-bit guests without PAE only. Where
  /// all releases are asked for, they are not among them. Their updates have the same interface.
  public static let early: [XenRelease] = [.v2_0]

  /// Whether it is one of these.
  public var isEarly: Bool { self < .v3_0_0 }

  /// The version by which a kernel names the interface: XEN_VERSION in notes, XEN_VER in the string
  /// `__xen_guest`.
  public var interfaceName: String { isEarly ? "2.0" : "xen-3.0" }

  /// Whether Xen writes a page of stubs for a PV guest. Before, guests executed `int 0x82` or
  /// `syscall` themselves.
  public var hasHypercallPage: Bool { self >= Mechanism.page.since }

  /// Whether guests return from a trap by hypercall. Before, a kernel returned to itself by the
  /// processor's own instruction, and call 23 was for user mode or virtual 8086 mode only.
  public var returnsByHypercall: Bool { self >= .v3_0_2 }
}

extension XenRelease {
  /// The first release whose toolstack starts a PV shim (xl_parse.c@4.11).
  public static let firstWithShim = v4_11
}
