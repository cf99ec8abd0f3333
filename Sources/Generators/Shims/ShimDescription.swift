// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Which shims are wanted, and for whom.
public struct ShimDescription: Sendable {
  /// What the shims are written in.
  public enum Style: String, CaseIterable, Sendable {
    /// C that gcc 3 takes, and that compiles among the headers of Linux 2.6: inline functions.
    case c89
    /// Freestanding C11: inline functions.
    case c11
    /// GNU assembly of functions that C calls.
    case assembly = "asm"
  }

  /// Its names and arguments are used.
  public let release: XenRelease
  /// The guest that makes the calls.
  public let caller: Hypercall.Caller
  /// Its way into Xen.
  public let mechanism: Mechanism
  public let style: Style
  /// What the C file includes for the types of arguments, as `#include` takes it without quotes or
  /// with angle brackets: `xen.h`, `<xen/interface/xen.h>`. When there is none, types are declared
  /// only, and there are no builders of multicalls.
  public let includes: [String]

  /// Nil when such a guest has no such way in that release.
  public init?(
    release: XenRelease = .standard, caller: Hypercall.Caller = .pv64, entry: String = "page",
    style: Style = .c89, includes: [String] = ["xen.h"]
  ) {
    let ways = Mechanism.all(for: caller, in: release)
    guard let mechanism = ways.first(where: { $0.name == entry }) else { return nil }
    self.init(release, caller, mechanism, style, includes)
  }

  /// The shims of a 64-bit PV guest that calls through the page, which Xen has from 3.0.2 on.
  public static func pv64(_ release: XenRelease) -> ShimDescription {
    ShimDescription(release, .pv64, .page, .c89, ["xen.h"])
  }

  /// Whether `#include` takes it: a name or `<NAME>`, with nothing that would end either.
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

  /// For headings: `a 64-bit PV guest`.
  var guest: String {
    let width = caller.architecture == .i386 ? "32" : "64"
    return "a \(width)-bit \(caller.isHvm ? "HVM or PVH" : "PV") guest"
  }
}
