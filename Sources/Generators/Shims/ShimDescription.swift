// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The shims to generate, and the guest they are for.
public struct ShimDescription: Sendable {
  /// The language of the shims.
  public enum Style: String, CaseIterable, Sendable {
    /// C for gcc 3 and later that compiles with the headers of Linux 2.6: inline functions.
    case c89
    /// Freestanding C11: inline functions.
    case c11
    /// GNU assembly of functions for C.
    case assembly = "asm"
  }

  /// The release whose names and arguments are used.
  public let release: XenRelease
  /// The kind of guest that makes the calls.
  public let caller: Hypercall.Caller
  /// The mechanism by which it enters Xen.
  public let mechanism: Mechanism
  /// The language.
  public let style: Style
  /// The headers to include for the types of arguments, without quotes or with angle brackets:
  /// `xen.h`, `<xen/interface/xen.h>`. If this is empty, structures are only declared, and there
  /// are no builders for multicalls.
  public let includes: [String]

  /// Nil if this kind of guest does not have a mechanism named `entry` in the release.
  public init?(
    release: XenRelease = .standard, caller: Hypercall.Caller = .pv64, entry: String = "page",
    style: Style = .c89, includes: [String] = ["xen.h"]
  ) {
    let ways = Mechanism.all(for: caller, in: release)
    guard let mechanism = ways.first(where: { $0.name == entry }) else { return nil }
    self.init(release, caller, mechanism, style, includes)
  }

  /// The shims of a 64-bit PV guest that uses the hypercall page, which Xen has since 3.0.2.
  public static func pv64(_ release: XenRelease) -> ShimDescription {
    ShimDescription(release, .pv64, .page, .c89, ["xen.h"])
  }

  /// Whether a string is valid after `#include`: a name or `<NAME>`, without characters that would
  /// end it.
  public static func isInclude(_ name: String) -> Bool {
    let inner = name.hasPrefix("<") && name.hasSuffix(">") ? name.dropFirst().dropLast() : name[...]
    let isPlain = inner.unicodeScalars.allSatisfy {
      $0.isASCII && $0.value > 32 && !"<>\"\\".unicodeScalars.contains($0)
    }
    return !inner.isEmpty && isPlain
  }

  private init(
    _ release: XenRelease, _ caller: Hypercall.Caller, _ mechanism: Mechanism, _ style: Style,
    _ includes: [String]
  ) {
    self.release = release
    self.caller = caller
    self.mechanism = mechanism
    self.style = style
    self.includes = includes
  }

  /// The kind of guest for headings: `a 64-bit PV guest`.
  var guest: String {
    let width = caller.architecture == .i386 ? "32" : "64"
    return "a \(width)-bit \(caller.isHvm ? "HVM or PVH" : "PV") guest"
  }
}
